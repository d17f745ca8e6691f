using System.Globalization;

namespace TrafficControl.Server.Hosting;

/// <summary>How many rows a page of a list holds, and tokens that are the number of a page's last row.</summary>
internal static class PageSizes
{
    private const int Default = 100;
    private const int Max = 1_000;

    internal static int Check(int size) => size switch
    {
        < 0 or > Max => throw RpcErrors.InvalidArgument($"page_size is {size}; send 1 to {Max}, or 0 for {Default}."),
        0 => Default,
        _ => size,
    };

    internal static string TokenOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number a token stands for; 0 for the empty token.</summary>
    internal static long ParseToken(string token) => token.Length == 0 ? 0
        : long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 ? number
        : throw RpcErrors.WrongPageToken();
}
