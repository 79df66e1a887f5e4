package dev.symbio.ops.audit;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.ApiProblem;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
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
                "Downloads all events of a tenant up to a checkpoint. A file that is there in part is gone on with.",
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
            description = "Up to which one. Without it, the one of the partial file, or a new one.")
    private Long checkpoint;

    @Parameters(paramLabel = "OUT", description = "The file to write.")
    private Path out;

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
        Session session = login.session(new ApiClient(url, Patience.DEFAULT), environment);
        PrintWriter err = spec.commandLine().getErr();
        PartialExport file = PartialExport.open(out);
        if (file.lines() > 0 && checkpoint != null && file.checkpoint() != checkpoint) {
            throw new ParameterException(
                    spec.commandLine(), out + " has an export up to checkpoint " + file.checkpoint() + ".");
        }
        long before = file.lines();
        if (before > 0) {
            err.printf("%s has %,d lines already.%n", out, before);
        }
        try {
            long number = before > 0 ? file.checkpoint() : checkpoint != null ? checkpoint : made(session);
            download(session, "/audit/exports/" + number, file, err);
            err.printf("%s: %,d lines, up to checkpoint %d. Verify it with ops/verify.%n", out, file.lines(), number);
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

    private static long made(Session session) {
        return session.post("/audit/checkpoints", UUID.randomUUID().toString(), Map.of())
                .path("number")
                .asLong();
    }

    /** A connection that breaks is taken up again where the file ends. */
    private static void download(Session session, String path, PartialExport file, PrintWriter err)
            throws IOException, InterruptedException {
        Counting counting = new Counting(err, "lines");
        for (int breaks = 0; ; breaks++) {
            HttpResponse<InputStream> answer = session.download(path + "?from=" + file.lines());
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
