namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// One row of a junction's table of right of way. Bit strings are written with the highest link first.
/// </summary>
/// <param name="Index">Link the row is about.</param>
/// <param name="Response">Links it gives way to.</param>
/// <param name="Foes">Links whose way it crosses or joins.</param>
public sealed record SumoRequest(int Index, string Response, string Foes)
{
    /// <summary>True when this link gives way to the other.</summary>
    /// <param name="link">Index of the other link at the same junction.</param>
    public bool YieldsTo(int link) => Bit(Response, link);

    /// <summary>True when the ways of the two links cross or join.</summary>
    /// <param name="link">Index of the other link at the same junction.</param>
    public bool IsFoe(int link) => Bit(Foes, link);

    // The last character is link 0: reading from the left is the classic mistake, and sumolib itself makes a related
    // one.
    private static bool Bit(string bits, int link) => link < bits.Length && bits[bits.Length - 1 - link] == '1';
}
