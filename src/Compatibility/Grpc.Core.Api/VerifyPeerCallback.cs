namespace Grpc.Core;

/// <summary>Decides whether the certificate of a peer is accepted.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
