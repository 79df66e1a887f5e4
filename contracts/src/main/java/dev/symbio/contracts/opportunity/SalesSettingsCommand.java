package dev.symbio.contracts.opportunity;

/** What can be asked of a tenant's settings for selling. */
public sealed interface SalesSettingsCommand {
    /** From now on these rules hold; what has begun under others keeps them. */
    record Configure(SalesRules rules) implements SalesSettingsCommand {}
}
