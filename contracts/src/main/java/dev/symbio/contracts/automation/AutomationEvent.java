package dev.symbio.contracts.automation;

/** What happened to a tenant's automation. */
public sealed interface AutomationEvent {
    /** @param version counted from 1 */
    record Configured(int version, AutomationRules rules) implements AutomationEvent {}
}
