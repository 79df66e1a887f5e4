package dev.symbio.ops;

import dev.symbio.ops.audit.ExportCommand;
import dev.symbio.ops.audit.ImportCommand;
import dev.symbio.ops.audit.VerifyCommand;
import dev.symbio.ops.bench.BenchCommand;
import dev.symbio.ops.client.ApiProblem;
import dev.symbio.ops.client.IdentityUnavailable;
import dev.symbio.ops.cluster.ClusterCommand;
import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.ops.demo.DemoCommand;
import dev.symbio.ops.drill.DrillCommand;
import dev.symbio.ops.host.GracefulStop;
import dev.symbio.ops.keys.KeysCommand;
import dev.symbio.ops.replay.ReplayCommand;
import dev.symbio.ops.schema.SchemaCommand;
import dev.symbio.platform.config.InvalidSettings;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The entry of all launchers. Exit codes: 0 all well, 1 it went wrong or a promise is broken, 2 it was called wrongly or
 * with a file that cannot be used, 130 it was interrupted.
 */
public final class Ops {
    private static final int WENT_WRONG = 1;
    private static final int CALLED_WRONGLY = 2;
    private static final int INTERRUPTED = 130;

    private static final Map<String, Supplier<Object>> COMMANDS = new TreeMap<>(Map.of(
            "demo", DemoCommand::new,
            "replay", ReplayCommand::new,
            "bench", BenchCommand::new,
            "cluster", ClusterCommand::new,
            "drill", DrillCommand::new,
            "keys", KeysCommand::new,
            "schema", SchemaCommand::new,
            "verify", VerifyCommand::new,
            "export", ExportCommand::new,
            "import", ImportCommand::new));

    private Ops() {}

    public static void main(String[] args) {
        GracefulStop stop = new GracefulStop();
        int code;
        try {
            code = run(args);
        } finally {
            stop.cleanedUp();
        }
        System.exit(code);
    }

    /** The launchers' names. */
    public static Set<String> commands() {
        return Set.copyOf(COMMANDS.keySet());
    }

    /** @param args the launcher's name, then its arguments */
    public static int run(String... args) {
        Supplier<Object> command = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (command == null) {
            throw new IllegalArgumentException("Expected one of " + COMMANDS.keySet() + ".");
        }
        return new CommandLine(command.get())
                .setCommandName("ops/" + args[0])
                .setExecutionExceptionHandler(Ops::failed)
                .execute(Arrays.copyOfRange(args, 1, args.length));
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        if (failure instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            command.getErr().println("Interrupted.");
            return INTERRUPTED;
        }
        if (failure instanceof UnusableFile
                || failure instanceof IdentityUnavailable
                || failure instanceof InvalidSettings) {
            command.getErr().println(failure.getMessage());
            return CALLED_WRONGLY;
        }
        if (failure instanceof ApiProblem) {
            command.getErr().println(failure.getMessage());
            return WENT_WRONG;
        }
        failure.printStackTrace(command.getErr());
        command.getErr().flush();
        return WENT_WRONG;
    }
}
