namespace TrafficControl.Core.Planning;

/// <summary>
/// The memory that a search works in. It holds nothing from one plan to the next, so each thread has one, not each
/// intersection: a server has a thousand times as many intersections as threads. As large as the largest search that the
/// thread has made; allocates only when one is larger.
/// </summary>
internal sealed class PlanWorkspace
{
    [ThreadStatic]
    private static PlanWorkspace? _ofThread;

    private float[] _free = [];

    /// <summary>The one of this thread.</summary>
    internal static PlanWorkspace OfThread => _ofThread ??= new PlanWorkspace();

    /// <summary>Whose rates and windows it holds, or null.</summary>
    internal LaneStep? PreparedFor { get; set; }

    /// <summary>Vehicles per second that leave each lane, a row a stage.</summary>
    internal float[] Rates { get; private set; } = [];

    /// <summary>Vehicles that a driver who gives way sees coming, a row a second.</summary>
    internal float[] Windows { get; private set; } = [];

    /// <summary>How free each lane's way is; 1 whenever no step is under way.</summary>
    internal float[] Free => _free;

    /// <summary>Vehicles that left each lane in the second simulated last.</summary>
    internal float[] Moved { get; private set; } = [];

    /// <summary>States of partial plans, and one to work on.</summary>
    internal float[] Lanes { get; private set; } = [];

    /// <summary>Partial plans, and one to work on.</summary>
    internal PlanNode[] Nodes { get; private set; } = [];

    /// <summary>Partial plans kept of each second and stage.</summary>
    internal int[] Counts { get; private set; } = [];

    /// <summary>Makes room for the steps of a lane model.</summary>
    /// <param name="rates">Lanes times stages.</param>
    /// <param name="windows">Lanes times seconds.</param>
    /// <param name="width">Lanes.</param>
    internal void MakeRoomForSteps(int rates, int windows, int width)
    {
        Rates = AtLeast(Rates, rates);
        Windows = AtLeast(Windows, windows);
        Moved = AtLeast(Moved, width);
        if (_free.Length < width)
        {
            _free = new float[width];
            Array.Fill(_free, 1);
        }
    }

    /// <summary>Makes room for partial plans.</summary>
    /// <param name="lanes">Length of all their states.</param>
    /// <param name="nodes">Their number.</param>
    /// <param name="counts">Stages times seconds.</param>
    internal void MakeRoomForPlans(int lanes, int nodes, int counts)
    {
        Lanes = AtLeast(Lanes, lanes);
        Nodes = AtLeast(Nodes, nodes);
        Counts = AtLeast(Counts, counts);
    }

    private static T[] AtLeast<T>(T[] array, int length) => array.Length >= length ? array : new T[length];
}
