package dev.symbio.gateway.audit;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Problem;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.audit.ExportLine;
import dev.symbio.platform.audit.ExportLines;
import dev.symbio.platform.entity.Rejection.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** An export on its way out, from any line on. */
final class ExportAnswer {
    /** How many lines the whole export has; with {@code from}, the client knows how far it is. */
    static final String TOTAL_LINES = "X-Total-Lines";

    static final String NDJSON = "application/x-ndjson";
    private static final long CHUNK_BYTES = 64 << 10;
    static final QueryParameter FROM = QueryParameter.whole(
            "from", "How many lines you have already; the answer goes on after them.", 0, Integer.MAX_VALUE);
    static final ProblemType BEYOND = Replies.declared(Reason.INVALID, "audit.from-beyond-end");

    private ExportAnswer() {}

    /** @param name of the file that it is to be kept in. @param blocking reads the lines */
    static Answer of(ExportLines export, Call<?> call, String name, Executor blocking) {
        long from = call.query(FROM.name()).map(Long::parseLong).orElse(0L);
        if (from > export.total()) {
            String detail = "Expected at most " + export.total() + ", the number of lines.";
            throw BEYOND.because(detail, List.of(Problem.Fault.inParameter(FROM.name(), BEYOND.code(), detail)));
        }
        return new Answer(
                200,
                new Answer.Streamed(NDJSON, lines(export.skip(from), blocking)),
                Map.of(
                        TOTAL_LINES,
                        Long.toString(export.total()),
                        "Content-Disposition",
                        "attachment; filename=\"" + name + ".ndjson\""));
    }

    /** The next lines are read when the client has taken those before; long ones leave one by one, short ones together. */
    private static Source<ByteString, NotUsed> lines(ExportLines export, Executor blocking) {
        return Source.unfoldAsync(export, at -> CompletableFuture.supplyAsync(() -> part(at), blocking))
                .mapConcat(lines -> lines)
                .map(line -> ByteString.fromString(line.text() + '\n'))
                .groupedWeighted(CHUNK_BYTES, line -> (long) line.size())
                .map(some -> some.stream().reduce(ByteString.emptyByteString(), ByteString::concat));
    }

    private static Optional<Pair<ExportLines, List<ExportLine>>> part(ExportLines export) {
        List<ExportLine> lines = export.next();
        return lines.isEmpty() ? Optional.empty() : Optional.of(Pair.create(export, lines));
    }
}
