package dev.symbio.ops.audit;

import dev.symbio.gateway.Importing;
import dev.symbio.platform.audit.Import;
import dev.symbio.platform.audit.ImportRefused;
import dev.symbio.platform.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes an export into an empty system, with nothing sent. */
@Command(
        name = "import",
        description = {
            "Verifies an export and writes its very events into an empty system that does not run.",
            "An import that was interrupted is repeated with the same file. Settings come from the surroundings as they do"
                    + " for the platform."
        },
        mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int UNUSABLE = 2;

    @Parameters(
            arity = "1..*",
            paramLabel = "EXPORT",
            description = "Files that ops/export wrote, one for each tenant.")
    private List<Path> files;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the system keeps its files. Default: the setting symbio.data-dir.")
    private Path dataDir;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "A public key, as PEM or base64. May be given several times.")
    private List<Path> keys = List.of();

    @Option(
            names = "--data-keys",
            paramLabel = "FILE",
            description =
                    "The keys of personal data, from \"ops/keys export\" where the exports come from. Without them"
                            + " all of it reads as redacted, and nobody is known by name.")
    private Path dataKeys;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                err.println("Expected a file but " + file + " is none.");
                return UNUSABLE;
            }
        }
        if (dataKeys != null && !Files.isRegularFile(dataKeys)) {
            err.println("Expected a file but " + dataKeys + " is none.");
            return UNUSABLE;
        }
        Map<String, Object> overrides = new HashMap<>();
        if (dataDir != null) {
            overrides.put("symbio.data-dir", dataDir.toString());
        }
        Counting counting = new Counting(err, "events");
        try {
            List<Import.Report> reports = Importing.run(
                    Settings.load(overrides),
                    Clock.systemUTC(),
                    files,
                    AuditFiles.keys(keys),
                    dataKeys,
                    events -> counting.at(events, 0));
            reports.forEach(report -> told(report, counting));
            return 0;
        } catch (IllegalArgumentException notDataKeys) {
            err.println(dataKeys + ": " + notDataKeys.getMessage());
            return UNUSABLE;
        } catch (ImportRefused refused) {
            refused.findings().forEach(finding -> err.println("BROKEN: " + finding));
            err.println(refused.getMessage());
            return REFUSED;
        } finally {
            err.flush();
        }
    }

    private void told(Import.Report report, Counting counting) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "Tenant %s: %,d events of %,d entities, %.1f s.%n",
                report.tenant(), report.events(), report.entities(), counting.seconds());
        if (!report.checkpoints()) {
            out.println(
                    "This system signs with another key than the one that the export comes from: its checkpoints begin"
                            + " anew. To go on with the old ones, import into an empty system that has the old audit-signing.key.");
        }
        if (report.parked() > 0) {
            out.printf("%,d events could not be digested by a read model: see the dead letters.%n", report.parked());
        }
        if (keys.isEmpty()) {
            out.println("No --key was given: the keys in the file were used.");
        }
        out.flush();
    }
}
