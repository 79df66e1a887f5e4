package dev.symbio.ops.drill;

import dev.symbio.ops.host.TemporaryDirectory;
import dev.symbio.ops.measure.Findings;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Groups the drills. */
@Command(
        name = "drill",
        description = "Breaks things on purpose and checks the promises; ends with 1 when one is broken. Figures go to"
                + " ops/results.",
        mixinStandardHelpOptions = true)
public final class DrillCommand {
    private static final int SEEDS = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Command(
            name = "kill",
            description =
                    "kill -9 under load: every acknowledged write is there afterwards, every Idempotency-Key had one"
                            + " effect, every journal opens.",
            mixinStandardHelpOptions = true)
    int kill(
            @Option(names = "--rounds", defaultValue = "20", description = "Kills. Default: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(names = "--seed", description = "Of all randomness. Default: another each time.") Long seed)
            throws InterruptedException {
        long used = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        Findings findings = new Findings("drill-kill");
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new KillDrill(directory.path(), used, spec.commandLine().getOut()).run(rounds, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    @Command(
            name = "corrupt",
            description = "Changes one byte of a stored event: that contract answers 503 and alarms, the others work.",
            mixinStandardHelpOptions = true)
    int corrupt(@Option(names = "--seed", description = "Of all randomness. Default: another each time.") Long seed)
            throws InterruptedException {
        long used = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        Findings findings = new Findings("drill-corrupt");
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new CorruptDrill(directory.path(), used).run(findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    @Command(
            name = "deadlines",
            description =
                    "Many deadlines due within a minute, with a restart in the middle: each fires exactly once, and"
                            + " commands are answered meanwhile.",
            mixinStandardHelpOptions = true)
    int deadlines(
            @Option(names = "--deadlines", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
                    int deadlines,
            @Option(names = "--seed", description = "Of all randomness. Default: another each time.") Long seed)
            throws InterruptedException {
        long used = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        Findings findings = new Findings("drill-deadlines");
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new DeadlinesDrill(directory.path(), used, spec.commandLine().getOut()).run(deadlines, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }
}
