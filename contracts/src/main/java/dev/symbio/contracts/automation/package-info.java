/**
 * What follows what across the kinds of work, as each tenant has set it: an opportunity that reaches a point starts a journey,
 * one that is won drafts a value commitment, a task that is done is observed under an SLA contract, a broken promise starts a
 * journey to recover and is observed too. {@link dev.symbio.contracts.automation.AutomationRules} are the settings,
 * {@link dev.symbio.contracts.automation.Automations} the processes. What happened long ago and was brought in later starts
 * nothing: nobody has to act on it.
 */
package dev.symbio.contracts.automation;
