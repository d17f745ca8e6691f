using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Which share of a lane's vehicles makes each movement: the file's at first, then learned from the vehicles that prove
/// what they wanted. One who leaves while only a part of the lane's movements may go is one of these; one who stayed
/// although a part might go, and leaves when the others may, is one of the others. Who leaves while everything may go
/// proves nothing.
/// </summary>
/// <remarks>
/// The shares are the mean of a Dirichlet distribution: the prior counts like a few vehicles, and each vehicle that is
/// proven adds one, by the probabilities that are left for it. Movements of one group are never told apart, so they
/// keep their ratio.
/// </remarks>
internal sealed class TurningShares
{
    // Remembers about 67 vehicles: half an hour of a turn at 130 vehicles an hour.
    private const double Kept = 0.985;

    // The file's shares are an engineer's count or guess: worth a few vehicles, and for ever a little.
    private const double PriorVehicles = 6;

    // A movement that was not seen for long still comes now and then, and its green must stay worth something.
    private const double LeastShare = 0.02;

    private readonly Intersection _intersection;
    private readonly double[] _shares;
    private readonly double[] _counts;

    internal TurningShares(Intersection intersection)
    {
        _intersection = intersection;
        _shares = new double[intersection.Movements.Length];
        _counts = new double[intersection.Movements.Length];
        foreach (Movement movement in intersection.Movements)
        {
            _shares[movement.Index] = movement.Definition.Share;
        }
    }

    /// <summary>Share of its lane's vehicles that make a movement, 0 to 1.</summary>
    internal double Of(int movement) => _shares[movement];

    /// <summary>A vehicle was seen to leave a lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="mayGo">Groups whose green may have let it go.</param>
    /// <param name="heads">What the first vehicle of the lane is believed to want.</param>
    internal void Depart(Lane lane, ulong mayGo, HeadShares heads)
    {
        bool isProof = (mayGo & lane.Groups) != lane.Groups || heads.HasStayed(lane.Index);
        double possible = 0;
        foreach (int movement in lane.Movements)
        {
            possible += MayMake(movement, mayGo) ? heads.Of(movement) : 0;
        }

        if (!isProof || possible <= 0)
        {
            return;
        }

        double sum = 0;
        foreach (int movement in lane.Movements)
        {
            double proven = MayMake(movement, mayGo) ? heads.Of(movement) / possible : 0;
            _counts[movement] = (_counts[movement] * Kept) + proven;
            sum += _counts[movement] + (PriorVehicles * Prior(movement));
        }

        double total = 0;
        foreach (int movement in lane.Movements)
        {
            double share = (_counts[movement] + (PriorVehicles * Prior(movement))) / sum;
            _shares[movement] = Math.Max(share, Math.Min(LeastShare, Prior(movement)));
            total += _shares[movement];
        }

        foreach (int movement in lane.Movements)
        {
            _shares[movement] /= total;
        }
    }

    private double Prior(int movement) => _intersection.Movements[movement].Definition.Share;

    private bool MayMake(int movement, ulong mayGo) => (mayGo >> _intersection.Movements[movement].Group & 1) != 0;
}
