package dev.symbio.ops.audit;

import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.platform.audit.Checkpoint;
import dev.symbio.platform.audit.PublicSigningKey;
import dev.symbio.platform.audit.TrustedKeys;
import dev.symbio.platform.audit.Verifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Verifies an export, of a tenant or of one entity, with what is known from elsewhere, and tells what it finds. */
final class ExportCheck {
    private static final int INTACT = 0;
    private static final int BROKEN = 1;

    @ArgGroup
    private Trust trust = new Trust();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "A checkpoint that you have kept, as JSON: the export must be of the same history. May be given"
                            + " several times.")
    private List<Path> kept = List.of();

    /** What is known of the keys from elsewhere. */
    static final class Trust {
        @Option(
                names = "--key",
                paramLabel = "FILE",
                description =
                        "The public key, as PEM or base64. May be given several times: a key that was replaced proves"
                                + " what it signed.")
        private List<Path> keys = List.of();

        @Option(
                names = "--key-id",
                paramLabel = "ID",
                description = "Instead of --key, the public key's id: 16 hex digits. May be given several times.")
        private List<String> ids = List.of();
    }

    /** Whether keys themselves were given, not their ids. */
    boolean hasKeys() {
        return !trust.keys.isEmpty();
    }

    /** Those that were given; without any, whichever the file names. */
    TrustedKeys keys() {
        return trust.ids.isEmpty() ? AuditFiles.keys(trust.keys) : TrustedKeys.withIds(trust.ids);
    }

    /** @return the exit code */
    int run(Path file, PrintWriter out) throws IOException {
        List<Checkpoint.Signed> checkpoints =
                kept.stream().map(AuditFiles::checkpoint).toList();
        Verifier.Report report;
        try (Reader in = reader(file)) {
            report = new Verifier(keys(), checkpoints).verify(in);
        }
        title(report, out);
        found(report, out);
        if (trust.keys.isEmpty() && trust.ids.isEmpty()) {
            out.println("No --key was given: the keys in the file were used. That shows damage, but not a file that"
                    + " somebody has written anew with a key of his own.");
        }
        out.println(report.holds() ? "All is intact." : "NOT INTACT.");
        out.flush();
        return report.holds() ? INTACT : BROKEN;
    }

    private static void title(Verifier.Report report, PrintWriter out) {
        String keys = report.signedBy().isEmpty()
                ? "(none)"
                : report.signedBy().stream().map(PublicSigningKey::id).collect(Collectors.joining(", "));
        if (report.started() != null) {
            out.printf(
                    "Export of tenant %s up to checkpoint %d, key %s.%n",
                    report.started().tenant(), report.started().checkpoint(), keys);
        }
        if (report.entity() != null) {
            out.printf(
                    "Export of %s alone up to checkpoint %d, key %s.%n",
                    report.entity().entity(), report.entity().checkpoint(), keys);
        }
    }

    private static void found(Verifier.Report report, PrintWriter out) {
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
    }

    private static Reader reader(Path file) {
        try {
            return new InputStreamReader(
                    new BufferedInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected a file that can be read but: " + unreadable, unreadable);
        }
    }
}
