package dev.symbio.ops.replay;

import picocli.CommandLine.Command;

/** Groups what can be replayed. */
@Command(
        name = "replay",
        description = "Drives a file of your own through the HTTP API, like any client.",
        subcommands = {ReplayDeliveries.class, ReplayOpportunities.class, ReplayJourneys.class, ReplayTelemetry.class},
        mixinStandardHelpOptions = true)
public final class ReplayCommand {}
