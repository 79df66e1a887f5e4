package dev.symbio.gateway.http;

import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A body of rows, one per line, of any size. It is read once, as fast as its reader can take it.
 *
 * @param content the bytes as they arrive; reading them pulls on the caller's connection
 * @param stillAllowed asks whether the caller may go on; fails with the problem to answer when not. A file can take longer than
 *     its sender stays a member
 */
public record RowStream(Format format, Source<ByteString, ?> content, Supplier<CompletionStage<Void>> stillAllowed) {
    public enum Format {
        CSV("text/csv"),
        NDJSON("application/x-ndjson");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }
}
