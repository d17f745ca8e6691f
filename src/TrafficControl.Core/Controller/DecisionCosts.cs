namespace TrafficControl.Core.Controller;

/// <summary>
/// What a decision was chosen for: the predicted cost of the stage chosen and of the best others. The chosen one may cost
/// more when a limit, such as the longest red, allowed no other.
/// </summary>
/// <param name="Count">Stages compared, the chosen one included, 0 to 3; 0: the strategy predicts no costs.</param>
/// <param name="Chosen">The stage chosen; it may be the one that runs already.</param>
/// <param name="Best">The best other stage.</param>
/// <param name="Second">The second best other stage.</param>
public readonly record struct DecisionCosts(
    int Count, DecisionAlternative Chosen, DecisionAlternative Best, DecisionAlternative Second);
