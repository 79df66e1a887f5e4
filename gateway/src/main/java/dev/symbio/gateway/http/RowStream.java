package dev.symbio.gateway.http;

import akka.stream.javadsl.Source;
import akka.util.ByteString;

/**
 * A body of rows, one per line, of any size. It is read once, as fast as its reader can take it.
 *
 * @param content the bytes as they arrive; reading them pulls on the caller's connection
 */
public record RowStream(Format format, Source<ByteString, ?> content) {
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
