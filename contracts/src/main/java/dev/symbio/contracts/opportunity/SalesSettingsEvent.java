package dev.symbio.contracts.opportunity;

/** What happened to a tenant's settings for selling. */
public sealed interface SalesSettingsEvent {
    /** @param version counted from 1 */
    record Configured(int version, SalesRules rules) implements SalesSettingsEvent {}
}
