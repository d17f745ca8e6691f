namespace TrafficControl.Runtime.Mail;

/// <summary>What a letter in an intersection's mailbox asks for.</summary>
internal enum MailKind
{
    /// <summary>Run another plan from its next legal point on.</summary>
    ActivatePlan,

    /// <summary>Clear a latched safety breach.</summary>
    ClearBreach,
}
