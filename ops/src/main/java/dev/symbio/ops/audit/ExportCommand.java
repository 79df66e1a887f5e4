package dev.symbio.ops.audit;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Identity;
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
    private static final int MAX_BREAKS = 20;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Option(names = "--url", required = true, paramLabel = "URL", description = "Such as http://127.0.0.1:8080.")
    private URI url;

    @Option(names = "--as", required = true, paramLabel = "WHO", description = "Such as auditor@acme.")
    private String who;

    @Option(
            names = "--checkpoint",
            paramLabel = "NUMBER",
            description = "Up to which one. Without it, the one of the partial file, or a new one.")
    private Long checkpoint;

    @Parameters(paramLabel = "OUT", description = "The file to write.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new ApiClient(url, Patience.DEFAULT).as(identity());
        PrintWriter err = spec.commandLine().getErr();
        PartialExport file = PartialExport.open(out);
        if (file.lines() > 0 && checkpoint != null && file.checkpoint() != checkpoint) {
            throw new ParameterException(
                    spec.commandLine(), out + " has an export up to checkpoint " + file.checkpoint() + ".");
        }
        long number = file.lines() > 0 ? file.checkpoint() : checkpoint != null ? checkpoint : made(session);
        if (file.lines() > 0) {
            err.printf("%s has %,d lines already.%n", out, file.lines());
        }
        download(session, "/audit/exports/" + number, file, err);
        err.printf("%s: %,d lines, up to checkpoint %d. Verify it with ops/verify.%n", out, file.lines(), number);
        err.flush();
        return 0;
    }

    private Identity identity() {
        int at = who.lastIndexOf('@');
        if (at < 1 || at == who.length() - 1) {
            throw new ParameterException(spec.commandLine(), "Expected --as such as auditor@acme but got " + who + ".");
        }
        return new Identity(who.substring(0, at), who.substring(at + 1));
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
