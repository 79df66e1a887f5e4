package dev.symbio.gateway.http;

import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers with.
 *
 * @param body written as JSON, or as it is when it is a {@link Text}, {@link Raw} or {@link Streamed}; null for no body
 * @param headers in the order in which they are sent
 */
public record Answer(int status, @Nullable Object body, Map<String, String> headers) {
    /** A body that is no JSON. */
    public record Text(String contentType, String content) {}

    /** A body that is ready to be sent. The bytes must not be changed afterwards. */
    public record Raw(String contentType, byte[] bytes) {}

    /** A body that is made while it is sent, as fast as the client takes it. */
    public record Streamed(String contentType, Source<ByteString, ?> content) {}

    public static Answer ok(Object body) {
        return new Answer(200, body, Map.of());
    }

    public static Answer created(String location, Object body) {
        return new Answer(201, body, Map.of("Location", location));
    }

    public static Answer noContent() {
        return new Answer(204, null, Map.of());
    }

    public static Answer redirect(String location) {
        return new Answer(302, null, Map.of("Location", location));
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, more);
    }

    /** The entity's sequence number is its ETag. */
    public Answer withSeq(long seq) {
        return with("ETag", '"' + Long.toString(seq) + '"');
    }
}
