package dev.symbio.ops.audit;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.ApiProblem;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.platform.audit.ExportLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads an export; what is there already is not fetched again. */
@Command(
        name = "export",
        description =
                "Downloads all events of a tenant, or those of one entity, up to a checkpoint. A file that is there"
                        + " in part is gone on with.",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    private static final int WENT_WRONG = 1;
    private static final int UNAUTHORIZED = 401;
    private static final int MAX_BREAKS = 20;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** The environment variable that may have a bearer token. */
    public static final String TOKEN_VARIABLE = Login.VARIABLE;

    @Option(names = "--url", required = true, paramLabel = "URL", description = "Such as http://127.0.0.1:8080.")
    private URI url;

    @Mixin
    private Login login;

    @Option(
            names = "--checkpoint",
            paramLabel = "NUMBER",
            description = "Up to which one. Without it, the one of the partial file, or a new one; of one entity, the"
                    + " newest that there is.")
    private Long checkpoint;

    @Option(
            names = "--entity",
            paramLabel = "KIND/ID",
            description =
                    "This one alone, such as sla/acme.4711, with the proof that the checkpoint saw it. Also one that"
                            + " a partner hosts, if you may see all of it.")
    private String entity;

    @Option(
            names = "--kept",
            paramLabel = "NUMBER",
            description = "With --entity, a checkpoint that you have kept: the file proves the entity with it, too.")
    private Long kept;

    @Parameters(paramLabel = "OUT", description = "The file to write.")
    private Path out;

    /** What is asked for, up to the parameter that says from which line on. */
    private interface Address {
        String path() throws IOException;
    }

    @Spec
    private CommandSpec spec;

    private final Map<String, String> environment;

    public ExportCommand() {
        this(System.getenv());
    }

    /** @param environment may have the token */
    ExportCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (entity == null && kept != null) {
            throw wrong("Expected --entity with --kept.");
        }
        if (entity != null && !entity.matches("[a-z-]+/[A-Za-z0-9._-]+")) {
            throw wrong("Expected --entity such as sla/acme.4711 but got " + entity + ".");
        }
        Session session = login.session(new ApiClient(url, Patience.DEFAULT), environment);
        PrintWriter err = spec.commandLine().getErr();
        PartialExport file = PartialExport.open(out);
        long before = file.lines();
        if (before > 0) {
            err.printf("%s has %,d lines already.%n", out, before);
        }
        try {
            long upTo = entity == null ? tenant(session, file, err) : oneEntity(session, file, err);
            err.printf("%s: %,d lines, up to checkpoint %d. Verify it with ops/verify.%n", out, file.lines(), upTo);
            return 0;
        } catch (ApiProblem refused) {
            if (refused.status() != UNAUTHORIZED || !login.isToken()) {
                throw refused;
            }
            tell(file, before, err);
            return WENT_WRONG;
        } finally {
            err.flush();
        }
    }

    /** The token was refused. */
    private void tell(PartialExport file, long before, PrintWriter err) {
        err.println(
                file.lines() > before
                        ? "The token has run out (401)."
                        : "The token is refused (401): it has run out, or is none of the issuer that the platform trusts.");
        if (file.lines() > 0) {
            err.printf(
                    "%s has %,d lines: repeat the command with a new token, and it goes on there.%n",
                    out, file.lines());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** @return up to which checkpoint */
    private long tenant(Session session, PartialExport file, PrintWriter err) throws IOException, InterruptedException {
        if (file.lines() > 0 && checkpoint != null && file.tenant().checkpoint() != checkpoint) {
            throw wrong(out + " has an export up to checkpoint " + file.tenant().checkpoint() + ".");
        }
        long number = file.lines() > 0 ? file.tenant().checkpoint() : checkpoint != null ? checkpoint : made(session);
        download(session, () -> "/audit/exports/" + number + "?", file, err);
        return number;
    }

    /** @return up to which checkpoint */
    private long oneEntity(Session session, PartialExport file, PrintWriter err)
            throws IOException, InterruptedException {
        if (file.lines() > 0 && !file.entity().entity().toString().equals(entity)) {
            throw wrong(out + " has an export of " + file.entity().entity() + ".");
        }
        if (file.lines() > 0 && checkpoint != null && file.entity().checkpoint() != checkpoint) {
            throw wrong(out + " has an export up to checkpoint " + file.entity().checkpoint() + ".");
        }
        download(session, () -> "/audit/entities/" + entity + "/export" + checkpoints(file), file, err);
        return file.entity().checkpoint();
    }

    /** A file that is there in part is gone on with for the checkpoints that it names, whichever is the newest now. */
    private String checkpoints(PartialExport file) throws IOException {
        if (file.lines() > 0) {
            ExportLine.EntityStarted there = file.entity();
            return "?checkpoint=" + there.checkpoint() + "&kept="
                    + there.checkpoints().get(0) + "&";
        }
        return "?" + (checkpoint == null ? "" : "checkpoint=" + checkpoint + "&")
                + (kept == null ? "" : "kept=" + kept + "&");
    }

    private static long made(Session session) {
        return session.post("/audit/checkpoints", UUID.randomUUID().toString(), Map.of())
                .path("number")
                .asLong();
    }

    /** A connection that breaks is taken up again where the file ends. */
    private static void download(Session session, Address address, PartialExport file, PrintWriter err)
            throws IOException, InterruptedException {
        Counting counting = new Counting(err, "lines");
        for (int breaks = 0; ; breaks++) {
            HttpResponse<InputStream> answer = session.download(address.path() + "from=" + file.lines());
            long total = answer.headers().firstValueAsLong("X-Total-Lines").orElse(0);
            try (InputStream in = answer.body()) {
                file.append(in, lines -> counting.at(lines, total));
            } catch (IOException broke) {
                if (breaks == MAX_BREAKS) {
                    throw broke;
                }
            }
            if (file.lines() == total) {
                return;
            }
            if (breaks == MAX_BREAKS) {
                throw new IOException("The download ended " + breaks + " times before its end.");
            }
            Patience.pause(PAUSE);
        }
    }
}
