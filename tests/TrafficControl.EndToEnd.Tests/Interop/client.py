"""Speaks to a running engine without any generated code: what it knows of the contract it learns by server reflection.

Usage: client.py HOST:PORT INTERSECTION_ID
Prints one line "ok: ..." per check and exits with 0, or fails with the first check that does not hold.
"""

import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

POOL = descriptor_pool.DescriptorPool()
FACTORY = message_factory.MessageFactory(POOL)
TIMEOUT_S = 30


def bootstrap_reflection():
    """The few messages of grpc.reflection.v1 that are needed to ask for the rest."""
    file = descriptor_pb2.FileDescriptorProto(
        name="bootstrap.proto", package="bootstrap", syntax="proto3")
    request = file.message_type.add(name="Request")
    request.field.add(name="file_containing_symbol", number=4, type=9, label=1)
    request.field.add(name="list_services", number=7, type=9, label=1)
    files = file.message_type.add(name="Files")
    files.field.add(name="file_descriptor_proto", number=1, type=12, label=3)
    service = file.message_type.add(name="Service")
    service.field.add(name="name", number=1, type=9, label=1)
    services = file.message_type.add(name="Services")
    services.field.add(name="service", number=1, type=11, label=3, type_name=".bootstrap.Service")
    response = file.message_type.add(name="Response")
    response.field.add(name="files", number=4, type=11, label=1, type_name=".bootstrap.Files")
    response.field.add(name="services", number=6, type=11, label=1, type_name=".bootstrap.Services")
    POOL.Add(file)


def message(name):
    return FACTORY.GetPrototype(POOL.FindMessageTypeByName(name))


def reflect(channel, **question):
    request, response = message("bootstrap.Request"), message("bootstrap.Response")
    call = channel.stream_stream(
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        request_serializer=request.SerializeToString, response_deserializer=response.FromString)
    return next(call(iter([request(**question)]), timeout=TIMEOUT_S))


def learn(channel, symbol):
    files = [descriptor_pb2.FileDescriptorProto.FromString(data)
             for data in reflect(channel, file_containing_symbol=symbol).files.file_descriptor_proto]
    waiting = {file.name: file for file in files}
    while waiting:
        for name, file in list(waiting.items()):
            if not any(dependency in waiting for dependency in file.dependency):
                try:
                    POOL.FindFileByName(name)
                except KeyError:
                    POOL.Add(file)
                del waiting[name]


def unary(channel, method, request, response_name):
    call = channel.unary_unary(
        method, request_serializer=type(request).SerializeToString,
        response_deserializer=message(response_name).FromString)
    return call(request, timeout=TIMEOUT_S)


def check(condition, what):
    if not condition:
        sys.exit("failed: " + what)
    print("ok: " + what)


def check_queries(channel, intersection):
    package = "trafficcontrol.v1."
    service = "/trafficcontrol.v1.IntersectionService/"
    listed = unary(channel, service + "ListIntersections", message(package + "ListIntersectionsRequest")(),
                   package + "ListIntersectionsResponse")
    check(intersection in [row.id for row in listed.intersections], "the intersection is listed")
    try:
        unary(channel, service + "GetIntersection", message(package + "GetIntersectionRequest")(id="nowhere"),
              package + "GetIntersectionResponse")
        check(False, "an unknown intersection is not found")
    except grpc.RpcError as error:
        check(error.code() == grpc.StatusCode.NOT_FOUND and "nowhere" in error.details(),
              "an unknown intersection is not found")
    watch = channel.unary_stream(
        service + "WatchIntersections",
        request_serializer=message(package + "WatchIntersectionsRequest").SerializeToString,
        response_deserializer=message(package + "WatchIntersectionsResponse").FromString)
    stream = watch(message(package + "WatchIntersectionsRequest")(ids=[intersection]), timeout=TIMEOUT_S)
    first = next(stream)
    check(first.sequence == 1 and first.state.id == intersection, "a watch starts with the present state")
    stream.cancel()


def check_link(channel, intersection):
    request, response = message("trafficcontrol.v1.ConnectRequest"), message("trafficcontrol.v1.ConnectResponse")
    connect = channel.stream_stream(
        "/trafficcontrol.v1.ControllerService/Connect",
        request_serializer=request.SerializeToString, response_deserializer=response.FromString)

    def ticks():
        yield request(hello=dict(intersection_id=intersection, protocol_version=1, clock_mode=2, vendor="python"))
        for i in range(1, 121):
            yield request(tick=dict(sequence=i, time_ms=i * 1000))

    answers = list(connect(ticks(), timeout=TIMEOUT_S))
    check(len(answers[0].welcome.intersection.signal_groups) > 0, "the welcome brings the intersection's file")
    directives = [answer.directive for answer in answers[1:]]
    check([d.tick_sequence for d in directives] == list(range(1, 121)), "every tick is answered in order")
    check(len({d.next_groups for d in directives}) > 1, "the signals are asked to change")
    try:
        list(connect(iter([request(tick=dict(sequence=1))]), timeout=TIMEOUT_S))
        check(False, "a stream without a hello is refused")
    except grpc.RpcError as error:
        check(error.code() == grpc.StatusCode.INVALID_ARGUMENT, "a stream without a hello is refused")


def main():
    address, intersection = sys.argv[1:3]
    bootstrap_reflection()
    with grpc.insecure_channel(address) as channel:
        services = [service.name for service in reflect(channel, list_services="*").services.service]
        check("trafficcontrol.v1.ControllerService" in services and "grpc.health.v1.Health" in services,
              "reflection lists the services")
        for symbol in ("trafficcontrol.v1.ControllerService", "trafficcontrol.v1.IntersectionService",
                       "grpc.health.v1.Health"):
            learn(channel, symbol)
        health = unary(channel, "/grpc.health.v1.Health/Check", message("grpc.health.v1.HealthCheckRequest")(),
                       "grpc.health.v1.HealthCheckResponse")
        check(health.status == 1, "the server is serving")
        check_queries(channel, intersection)
        check_link(channel, intersection)


main()
