package dev.symbio.ops.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.gateway.Symbio;
import dev.symbio.ops.Ops;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.platform.audit.ExportLine;
import dev.symbio.platform.audit.PublicSigningKey;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What auditors type: an export is downloaded, verified and imported; and what they are told when it is not intact. */
class AuditCommandsTest {
    private static final Identity AUDITOR = new Identity("auditor", "acme");

    @TempDir
    static Path directory;

    private static Path data;
    private static Path export;
    private static Path key;
    private static Path kept;
    private static Path othersCheckpoint;
    private static Path one;

    private record Ran(int code, String text) {}

    private static Ran run(Object command, Object... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        CommandLine line = new CommandLine(command).setOut(writer).setErr(writer);
        line.setExecutionExceptionHandler((failure, where, parsed) -> {
            writer.println(failure.getMessage());
            return 2;
        });
        String[] words =
                java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int code = line.execute(words);
        writer.flush();
        return new Ran(code, text.toString());
    }

    @BeforeAll
    static void download() throws IOException {
        data = directory.resolve("data");
        export = directory.resolve("acme.ndjson");
        Symbio symbio = Symbio.start(settings(data));
        try {
            ApiClient client = new ApiClient(symbio.url(), Patience.DEFAULT);
            Community community = new Community(client);
            community.company("acme", "Acme", "MANUFACTURER").orElseThrow();
            community.company("other", "Other", "LOGISTICS").orElseThrow();
            Session auditor = client.as(AUDITOR);
            await().atMost(Duration.ofSeconds(20)).until(() -> auditor.tryPost("/audit/checkpoints", "first", Map.of())
                    .isSuccess());
            Session other = client.as(new Identity("auditor", "other"));
            await().atMost(Duration.ofSeconds(20)).until(() -> other.tryPost("/audit/checkpoints", "first", Map.of())
                    .isSuccess());
            key = Files.writeString(
                    directory.resolve("key.txt"),
                    auditor.get("/audit/keys").at("/items/0/publicKey").asText());
            JsonNode checkpoint = auditor.get("/audit/checkpoints").at("/items/0");
            kept = Files.writeString(directory.resolve("kept.json"), checkpoint.toString());
            othersCheckpoint = Files.writeString(
                    directory.resolve("others.json"),
                    "{\"data\":" + other.get("/audit/checkpoints").at("/items/0") + "}");
            Ran whole = run(new ExportCommand(), "--url", symbio.url(), "--as", "auditor@acme", export);
            assertThat(whole.code()).as(whole.text()).isZero();
            resumed(symbio);
            withToken(symbio, client.token(AUDITOR));
            oneEntity(symbio, checkpoint.get("number").asLong());
        } finally {
            symbio.close();
        }
    }

    /** A partial file is gone on with, also when it ends within a line; another one is refused. */
    private static void resumed(Symbio symbio) throws IOException {
        byte[] whole = Files.readAllBytes(export);
        for (int part : List.of(0, 10, whole.length / 2, whole.length - 1, whole.length)) {
            Path partial = directory.resolve("part-" + part);
            Files.write(partial, java.util.Arrays.copyOf(whole, part));
            Ran ran = run(new ExportCommand(), "--url", symbio.url(), "--as", "auditor@acme", partial);
            assertThat(ran.code()).as(ran.text()).isZero();
            assertThat(Files.readAllBytes(partial)).isEqualTo(whole);
        }
        Path another = Files.writeString(directory.resolve("another"), "id,at\n1,2\n");
        Ran refused = run(new ExportCommand(), "--url", symbio.url(), "--as", "auditor@acme", another);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.text()).contains("Expected a part of an export");
        assertThat(Files.readString(another)).startsWith("id,at");
    }

    /** A token of whichever issuer, in a file or in the environment; one that is refused is told, and is not shown. */
    private static void withToken(Symbio symbio, String token) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), token + "\n");
        Path byFile = directory.resolve("by-file");
        Ran ran = run(
                new ExportCommand(Map.of()), "--url", symbio.url(), "--token-file", file, "--checkpoint", 1, byFile);
        assertThat(ran.code()).as(ran.text()).isZero();
        Path byVariable = directory.resolve("by-variable");
        ran = run(new ExportCommand(Map.of("SYMBIO_TOKEN", token)), "--url", symbio.url(), byVariable);
        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(byFile).hasSameBinaryContentAs(export);
        assertThat(byVariable).hasSameBinaryContentAs(export);
        Ran refused = run(
                new ExportCommand(Map.of("SYMBIO_TOKEN", "not.ours.at-all")),
                "--url",
                symbio.url(),
                directory.resolve("refused"));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.text()).contains("The token is refused (401)").doesNotContain("not.ours.at-all");
    }

    /** The company itself is an entity; it is exported alone, also in parts, and never into the file of something else. */
    private static void oneEntity(Symbio symbio, long number) throws IOException {
        one = directory.resolve("one.ndjson");
        String entity = Files.readAllLines(export).stream()
                .map(ExportLine::parse)
                .filter(ExportLine::isEvent)
                .map(ExportLine::subject)
                .findFirst()
                .orElseThrow();
        Object[] download = {"--url", symbio.url(), "--as", "auditor@acme", "--entity", entity, "--kept", number};
        Ran whole = run(new ExportCommand(), with(download, one));
        assertThat(whole.code()).as(whole.text()).isZero();
        byte[] bytes = Files.readAllBytes(one);
        for (int part : List.of(10, bytes.length / 2, bytes.length)) {
            Path partial = Files.write(directory.resolve("one-" + part), java.util.Arrays.copyOf(bytes, part));
            Ran ran = run(new ExportCommand(), with(download, partial));
            assertThat(ran.code()).as(ran.text()).isZero();
            assertThat(Files.readAllBytes(partial)).isEqualTo(bytes);
        }
        assertThat(run(new ExportCommand(), with(download, export)).code()).isEqualTo(2);
        Ran tenant = run(new ExportCommand(), "--url", symbio.url(), "--as", "auditor@acme", one);
        assertThat(tenant.code()).isEqualTo(2);
        assertThat(tenant.text()).contains("Expected a part of an export");
        Ran another =
                run(new ExportCommand(), "--url", symbio.url(), "--as", "auditor@acme", "--entity", "sla/acme.1", one);
        assertThat(another.text()).contains("has an export of " + entity);
        Ran wrong =
                run(new ExportCommand(), "--url", symbio.url(), "--as", "auditor@acme", "--entity", "4711", "never");
        assertThat(wrong.text()).contains("Expected --entity such as sla/acme.4711");
        Ran strangers = run(
                new ExportCommand(),
                "--url",
                symbio.url(),
                "--as",
                "auditor@other",
                "--entity",
                entity,
                directory.resolve("strangers"));
        assertThat(strangers.code()).isEqualTo(2);
        assertThat(strangers.text()).contains("audit.export-not-found");
        Ran then = run(new ExportCommand(), with(download, "--checkpoint", number, directory.resolve("then")));
        assertThat(then.code()).as(then.text()).isZero();
        assertThat(run(new ExportCommand(), "--url", symbio.url(), "--as", "auditor@acme", "--kept", 1, "never")
                        .text())
                .contains("Expected --entity with --kept.");
        assertThat(Path.of("never")).doesNotExist();
    }

    private static Object[] with(Object[] first, Object... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(first), java.util.Arrays.stream(more))
                .toArray();
    }

    private static Settings settings(Path dataDir) {
        return Settings.load(
                Map.of("symbio.data-dir", dataDir.toString(), "symbio.http.port", 0, "symbio.http.private-port", 0));
    }

    @Test
    void anIntactExportIsSaidToBeIntactAndHowMuchThatProves() {
        Ran ran = run(new VerifyCommand(), export, "--key", key, "--checkpoint", kept);
        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(ran.text()).contains("tenant acme", "All is intact.").doesNotContain("No --key");
        assertThat(run(new VerifyCommand(), export).text()).contains("All is intact.", "No --key was given");
    }

    @Test
    void anExportOfOneEntityIsVerifiedAlsoByWhatPartnersAreGiven() throws IOException {
        Ran ran = run(new VerifyCommand(), one, "--key", key, "--checkpoint", kept);
        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(ran.text()).contains("alone up to checkpoint", "1 entities intact", "All is intact.");
        assertThat(run(new VerifyExport(), one, "--key", key, "--checkpoint", kept))
                .isEqualTo(ran);
        assertThat(run(new VerifyExport(), export, "--key", key).code()).isZero();
        assertThat(run(new VerifyExport()).code()).isEqualTo(2);
        assertThat(VerifyExport.run(directory.resolve("not-there").toString())).isEqualTo(2);
        assertThat(VerifyExport.run(one.toString(), "--key-id", "0123456789abcdef"))
                .isEqualTo(1);

        List<String> lines = new ArrayList<>(Files.readAllLines(one));
        lines.remove(lines.size() - 2);
        Ran cut = run(new VerifyExport(), Files.write(directory.resolve("one-cut"), lines), "--key", key);
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.text()).contains("BROKEN: line ", " are missing: checkpoint", "NOT INTACT.");
        Ran others = run(new VerifyExport(), one, "--checkpoint", othersCheckpoint);
        assertThat(others.text()).contains("It is of tenant other but the export is of acme");
        Ran imported = run(new ImportCommand(), one, "--data-dir", directory.resolve("nothing-of-one"));
        assertThat(imported.code()).isEqualTo(1);
        assertThat(imported.text()).contains("that of one entity");
    }

    @Test
    void whatIsBrokenIsNamedWithItsLineEntityAndNumber() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(export));
        int last = lines.size() - 2;
        String event = lines.get(last);
        int payload = event.indexOf("data_base64") + 200;
        lines.set(
                last,
                event.substring(0, payload)
                        + (event.charAt(payload) == 'A' ? 'B' : 'A')
                        + event.substring(payload + 1));
        Path changed = Files.write(directory.resolve("changed"), lines);
        Ran ran = run(new VerifyCommand(), changed, "--key", key);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.text()).contains("BROKEN: line " + (last + 1) + ", ", "Event ", "NOT INTACT.");

        lines.remove(last);
        Ran missing = run(new VerifyCommand(), Files.write(directory.resolve("missing"), lines), "--key", key);
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.text()).contains("are missing: checkpoint");
        Ran import2 =
                run(new ImportCommand(), directory.resolve("missing"), "--data-dir", directory.resolve("nothing"));
        assertThat(import2.code()).isEqualTo(1);
        assertThat(import2.text()).contains("BROKEN: ", "nothing was imported");
    }

    @Test
    void wrongKeysCheckpointsOfOthersAndFilesThatAreNoneAreTold() throws IOException {
        Path strange = Files.writeString(directory.resolve("strange.key"), "MCowBQYDK2VwAyEA" + "A".repeat(42) + "E=");
        assertThat(run(new VerifyCommand(), export, "--key", strange))
                .satisfies(ran -> assertThat(ran.code()).isEqualTo(1))
                .satisfies(ran ->
                        assertThat(ran.text()).contains("BROKEN: line 1, key: Expected an export that is signed"));
        assertThat(run(new VerifyCommand(), export, "--key-id", "0123456789abcdef")
                        .code())
                .isEqualTo(1);
        String id = new PublicSigningKey(Files.readString(key)).id();
        for (List<Object> right : List.<List<Object>>of(
                List.of(export, "--key", strange, "--key", key),
                List.of(export, "--key-id", "0123456789abcdef", "--key-id", id))) {
            Ran ran = run(new VerifyCommand(), right.toArray());
            assertThat(ran.code()).as(ran.text()).isZero();
            assertThat(ran.text()).contains("key " + id + ".", "All is intact.").doesNotContain("No --key");
        }
        assertThat(run(new VerifyCommand(), export, "--key", key, "--key-id", id)
                        .code())
                .isEqualTo(2);
        Ran others = run(new VerifyCommand(), export, "--checkpoint", othersCheckpoint);
        assertThat(others.code()).isEqualTo(1);
        assertThat(others.text()).contains("It is of tenant other but the export is of acme");
        for (Path wrong : List.of(directory.resolve("not-there"), directory)) {
            assertThat(run(new VerifyCommand(), wrong).code())
                    .as(wrong.toString())
                    .isEqualTo(2);
        }
        Path noJson = Files.writeString(directory.resolve("no.json"), "what?", StandardCharsets.UTF_8);
        assertThat(run(new VerifyCommand(), noJson).code()).isEqualTo(1);
        assertThat(run(new VerifyCommand(), export, "--key", noJson).code()).isEqualTo(2);
        assertThat(run(new VerifyCommand(), export, "--checkpoint", noJson).code())
                .isEqualTo(2);
        assertThat(run(new VerifyCommand()).code()).isEqualTo(2);
        assertThat(run(new VerifyCommand(), export, "--journal", data).code()).isEqualTo(2);
    }

    @Test
    void anExportBecomesASystemThatExportsTheSame() throws IOException {
        Path again = Files.createDirectories(directory.resolve("again"));
        Files.copy(data.resolve("audit-signing.key"), again.resolve("audit-signing.key"));
        Path dataKeys = directory.resolve("data-keys.ndjson");
        assertThat(Ops.run("keys", "export", dataKeys.toString(), "--data-dir", data.toString()))
                .isZero();
        assertThat(Ops.run("keys", "export", dataKeys.toString(), "--data-dir", data.toString()))
                .as("what is there is not overwritten")
                .isEqualTo(2);
        Ran imported = run(new ImportCommand(), export, "--data-dir", again, "--key", key, "--data-keys", dataKeys);
        assertThat(imported.code()).as(imported.text()).isZero();
        Ran repeated = run(new ImportCommand(), export, "--data-dir", again, "--key", key);
        assertThat(repeated.code()).isEqualTo(1);
        assertThat(repeated.text()).contains("imported already");
        Symbio symbio = Symbio.start(settings(again));
        try {
            Path second = directory.resolve("second.ndjson");
            Ran ran = run(
                    new ExportCommand(), "--url", symbio.url(), "--as", "auditor@acme", "--checkpoint", "1", second);
            assertThat(ran.code()).as(ran.text()).isZero();
            assertThat(second).hasSameBinaryContentAs(export);
        } finally {
            symbio.close();
        }
    }

    @Test
    void theJournalOfAPlatformThatDoesNotRunIsCheckedAsAWhole() throws IOException, SQLException {
        Ran whole = run(new VerifyCommand(), "--journal", data);
        assertThat(whole.code()).as(whole.text()).isZero();
        assertThat(whole.text()).contains("All is intact.");
        Path copy = Files.createDirectories(directory.resolve("copy"));
        for (String file : List.of("symbio.mv.db", "audit-signing.key")) {
            Files.copy(data.resolve(file), copy.resolve(file));
        }
        try (Connection db = DriverManager.getConnection(Store.embeddedUrl(copy), "sa", "");
                var change = db.createStatement()) {
            assertThat(change.executeUpdate(
                            "delete from \"event_journal\" where \"persistence_id\" like 'tenant|acme.%'"
                                    + " and \"sequence_number\" = 1"))
                    .isEqualTo(1);
            Ran inUse = run(new VerifyCommand(), "--journal", copy);
            assertThat(inUse.code()).isIn(1, 2);
        }
        Ran broken = run(new VerifyCommand(), "--journal", copy, "--key", key);
        assertThat(broken.code()).as(broken.text()).isEqualTo(1);
        assertThat(broken.text()).contains("BROKEN: tenant/acme.", "Event 1 is gone.");
        assertThat(run(new VerifyCommand(), "--journal", directory).code()).isEqualTo(2);
    }
}
