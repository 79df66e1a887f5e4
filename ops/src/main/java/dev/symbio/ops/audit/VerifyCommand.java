package dev.symbio.ops.audit;

import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.platform.audit.Checkpoint;
import dev.symbio.platform.audit.JournalCheck;
import dev.symbio.platform.audit.JournalPlaces;
import dev.symbio.platform.audit.PublicSigningKey;
import dev.symbio.platform.audit.SigningKey;
import dev.symbio.platform.audit.SigningKeys;
import dev.symbio.platform.audit.TrustedKeys;
import dev.symbio.platform.audit.Verifier;
import dev.symbio.platform.storage.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether an export, or the journal of a platform that does not run, is what was written. */
@Command(
        name = "verify",
        description = {
            "Says what of an export is intact and names what is not; works without a server.",
            "Ends with 0 when all is intact, with 1 when anything is not, with 2 when it was called wrongly."
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    private static final int INTACT = 0;
    private static final int BROKEN = 1;

    @Parameters(arity = "0..1", paramLabel = "EXPORT", description = "The file that ops/export wrote.")
    private Path file;

    @Option(
            names = "--journal",
            paramLabel = "DATA_DIR",
            description = "Instead of an export, every event of an embedded platform that does not run.")
    private Path journal;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The public key, as PEM or base64. May be given several times: a key that was replaced proves what"
                            + " it signed.")
    private List<Path> keys = List.of();

    @Option(
            names = "--key-id",
            paramLabel = "ID",
            description = "Instead of --key, the public key's id: 16 hex digits. May be given several times.")
    private List<String> keyIds = List.of();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "A checkpoint that you have kept, as JSON: the export must be of the same history. May be given"
                            + " several times.")
    private List<Path> kept = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if ((file == null) == (journal == null)) {
            throw new ParameterException(spec.commandLine(), "Expected either EXPORT or --journal DATA_DIR.");
        }
        if (!keys.isEmpty() && !keyIds.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Expected --key or --key-id but got both.");
        }
        return journal == null ? verifyExport() : verifyJournal();
    }

    private int verifyExport() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Checkpoint.Signed> checkpoints =
                kept.stream().map(AuditFiles::checkpoint).toList();
        Verifier.Report report;
        try (Reader in = reader()) {
            report = new Verifier(trusted(), checkpoints).verify(in);
        }
        if (report.started() != null) {
            out.printf(
                    "Export of tenant %s up to checkpoint %d, key %s.%n",
                    report.started().tenant(),
                    report.started().checkpoint(),
                    report.signedBy().isEmpty()
                            ? "(none)"
                            : report.signedBy().stream()
                                    .map(PublicSigningKey::id)
                                    .collect(Collectors.joining(", ")));
        }
        report.findings().forEach(finding -> out.println("BROKEN: " + finding));
        out.printf("%,d lines, %,d events, %,d entities intact.%n", report.lines(), report.events(), report.intact());
        out.printf(
                "%,d texts and names of people are sealed under %,d data keys; %,d of them were redacted.%n",
                report.sealed().sealed(),
                report.sealed().keys(),
                report.sealed().redacted());
        if (report.sealed().company()) {
            out.println("All people of the company were redacted. Which keys were theirs the file does not say:"
                    + " they are not counted.");
        }
        if (keys.isEmpty() && keyIds.isEmpty()) {
            out.println("No --key was given: the keys in the file were used. That shows damage, but not a file that"
                    + " somebody has written anew with a key of his own.");
        }
        out.println(report.holds() ? "All is intact." : "NOT INTACT.");
        out.flush();
        return report.holds() ? INTACT : BROKEN;
    }

    private TrustedKeys trusted() {
        return keyIds.isEmpty() ? AuditFiles.keys(keys) : TrustedKeys.withIds(keyIds);
    }

    private Reader reader() {
        try {
            return new InputStreamReader(
                    new BufferedInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected a file that can be read but: " + unreadable, unreadable);
        }
    }

    private int verifyJournal() {
        PrintWriter out = spec.commandLine().getOut();
        Counting counting = new Counting(spec.commandLine().getErr(), "events");
        Function<Jdbi, TrustedKeys> trusted = journalKeys();
        JournalCheck.Report report;
        Jdbi sql = Jdbi.create(readOnly(), "sa", "");
        int readers = Runtime.getRuntime().availableProcessors();
        try {
            // within one handle, so that the file stays open between the many others
            report = sql.withHandle(handle -> new JournalCheck(
                            JournalPlaces.inSql(sql),
                            trusted.apply(sql),
                            readers,
                            step -> counting.at(step.events(), step.of()))
                    .runOnAll());
        } catch (ConnectionException inUse) {
            throw new UnusableFile(
                    "Expected the database of a platform that does not run in " + journal + " but: "
                            + inUse.getCause().getMessage(),
                    inUse);
        }
        report.findings().forEach(finding -> out.println("BROKEN: " + finding));
        out.printf(
                "%,d events of %,d entities of %,d tenants, %.1f s, %,.0f events/s.%n",
                report.events(),
                report.chains(),
                report.tenants(),
                counting.seconds(),
                report.events() / counting.seconds());
        out.println(report.holds() ? "All is intact." : "NOT INTACT.");
        out.flush();
        return report.holds() ? INTACT : BROKEN;
    }

    private String readOnly() {
        if (!Files.exists(journal.resolve("symbio.mv.db"))) {
            throw new UnusableFile("Expected the data directory of an embedded platform but " + journal + " is none.");
        }
        return Store.embeddedUrl(journal) + ";ACCESS_MODE_DATA=r";
    }

    /** Those given; without any, that of the platform and those that it had before. */
    private Function<Jdbi, TrustedKeys> journalKeys() {
        if (!keys.isEmpty()) {
            TrustedKeys given = AuditFiles.keys(keys);
            return sql -> given;
        }
        Path own = journal.resolve("audit-signing.key");
        if (!Files.exists(own)) {
            throw new UnusableFile("Expected --key: there is no " + own + ".");
        }
        PublicSigningKey present = SigningKey.loadOrCreate(own).open();
        return sql -> TrustedKeys.of(SigningKeys.all(sql, present));
    }
}
