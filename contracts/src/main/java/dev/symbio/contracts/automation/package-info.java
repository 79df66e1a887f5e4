/**
 * What follows what across the kinds of work, as each tenant has set it: an opportunity that reaches a point starts a journey,
 * one that is won drafts a value commitment, a task that is done is observed under an SLA contract, a broken promise starts a
 * journey to recover and is observed too. {@link dev.symbio.contracts.automation.AutomationRules} are the settings,
 * {@link dev.symbio.contracts.automation.Automations} the processes. What happened long ago and was brought in later starts
 * nothing: nobody has to act on it.
 *
 * <p>A task is one observation of its contract, whose id follows from journey and task. One that is opened again and done a second time adds
 * none: the same verdict is a repeat. Another verdict does not overwrite the first, because no party may change alone what counts
 * under a contract that both have signed; it is refused as {@code sla.observation-conflict}, which the list of effects shows with
 * both verdicts, and the parties correct the first one by a dispute or an exclusion, which name the observation.
 */
package dev.symbio.contracts.automation;
