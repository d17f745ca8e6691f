using System.Globalization;
using TrafficControl.Core.Model;
using TrafficControl.Storage.Audit;
using TrafficControl.Storage.Databases;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Storage.Tests.Crashes;

/// <summary>Changes plans one after the other, and says each number when its change is acknowledged, until it is killed.</summary>
internal static class WriterProgram
{
    private static async Task<int> Main(string[] arguments)
    {
        await using TrafficStore store =
            await TrafficStore.OpenAsync(DatabaseAddress.Parse(arguments[0]), TimeProvider.System, CancellationToken.None);
        for (int number = int.Parse(arguments[1], CultureInfo.InvariantCulture); ; number++)
        {
            TimingPlanDefinition plan = new() { Id = $"p{number}", Strategy = StrategyKind.MaxPressure };
            ChangeOrigin origin = new("writer", "test", $"change {number}");
            await store.Plans.CreateAsync("x", plan, origin, CancellationToken.None);
            await store.Plans.ActivateAsync(new PlanKey("x", plan.Id), 1, 1, origin, CancellationToken.None);
            await Console.Out.WriteLineAsync(number.ToString(CultureInfo.InvariantCulture));
            await Console.Out.FlushAsync();
        }
    }
}
