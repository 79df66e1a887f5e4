package dev.symbio.ops.audit;

import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.platform.audit.JournalCheck;
import dev.symbio.platform.audit.JournalPlaces;
import dev.symbio.platform.audit.PublicSigningKey;
import dev.symbio.platform.audit.SigningKey;
import dev.symbio.platform.audit.SigningKeys;
import dev.symbio.platform.audit.TrustedKeys;
import dev.symbio.platform.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ExportCheck check = new ExportCheck();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if ((file == null) == (journal == null)) {
            throw new ParameterException(spec.commandLine(), "Expected either EXPORT or --journal DATA_DIR.");
        }
        return journal == null ? check.run(file, spec.commandLine().getOut()) : verifyJournal();
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
            report = sql.withHandle(handle -> {
                requireWhole(handle);
                return new JournalCheck(
                                JournalPlaces.inSql(sql),
                                trusted.apply(sql),
                                readers,
                                step -> counting.at(step.events(), step.of()))
                        .runOnAll();
            });
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

    private void requireWhole(Handle first) {
        try {
            if (!Store.isWhole(first.getConnection())) {
                throw new UnusableFile(
                        "Expected a platform that was stopped in order, but the one of " + journal
                                + " was killed while it committed. Start it on this directory, which finishes that, and stop it.");
            }
        } catch (SQLException otherDatabase) {
            throw new IllegalStateException(otherDatabase);
        }
    }

    private String readOnly() {
        if (!Files.exists(journal.resolve("symbio.mv.db"))) {
            throw new UnusableFile("Expected the data directory of an embedded platform but " + journal + " is none.");
        }
        return Store.embeddedUrl(journal) + ";ACCESS_MODE_DATA=r";
    }

    /** Those given; without any, that of the platform and those that it had before. */
    private Function<Jdbi, TrustedKeys> journalKeys() {
        if (check.hasKeys()) {
            TrustedKeys given = check.keys();
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
