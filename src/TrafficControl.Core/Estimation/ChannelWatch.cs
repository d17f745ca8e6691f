namespace TrafficControl.Core.Estimation;

/// <summary>
/// Which channels need looking at: of a hundred loops few are stood on or changed since the last tick, and each that is left
/// alone spares the processor a way to memory, which costs more than judging it.
/// </summary>
internal sealed class ChannelWatch
{
    private readonly bool[] _isAwake;

    internal ChannelWatch(int channels)
    {
        _isAwake = new bool[channels];
    }

    /// <summary>Channels that are not believed.</summary>
    internal int FailedCount { get; private set; }

    /// <summary>True when a channel failed or recovered since this was last set to false.</summary>
    internal bool HaveFailuresChanged { get; set; } = true;

    /// <summary>True while a channel is on, and from a change of what it is judged by until it is judged.</summary>
    internal bool IsAwake(int channel) => _isAwake[channel];

    /// <summary>What a channel is judged by has changed.</summary>
    internal void Wake(int channel) => _isAwake[channel] = true;

    /// <summary>A channel was judged.</summary>
    internal void Rest(int channel, bool isOn) => _isAwake[channel] = isOn;

    /// <summary>A channel failed, or recovered.</summary>
    internal void Count(bool isFailed)
    {
        FailedCount += isFailed ? 1 : -1;
        HaveFailuresChanged = true;
    }
}
