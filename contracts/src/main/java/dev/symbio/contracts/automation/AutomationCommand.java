package dev.symbio.contracts.automation;

/** What can be asked of a tenant's automation. */
public sealed interface AutomationCommand {
    /** From now on these rules hold. What they have started goes on. */
    record Configure(AutomationRules rules) implements AutomationCommand {}
}
