using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;

namespace TrafficControl.Runtime.Mail;

/// <summary>
/// One command to an intersection. What it needs is made by the sender, so that the tick allocates nothing.
/// </summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Plan">The plan to activate.</param>
/// <param name="Strategy">The strategy that runs it.</param>
internal readonly record struct Letter(MailKind Kind, TimingPlan? Plan = null, IStrategy? Strategy = null);
