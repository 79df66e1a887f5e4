package dev.symbio.gateway.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Turns answers and problems into what goes over the wire. */
final class Responses {
    static final ContentType PROBLEM_JSON = ContentTypes.create(MediaTypes.customWithFixedCharset(
            "application", "problem+json", akka.http.javadsl.model.HttpCharsets.UTF_8, Map.of(), false));

    private static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");
    private static final HttpHeader NO_SNIFF = RawHeader.create("X-Content-Type-Options", "nosniff");
    private static final Map<String, ContentType> CONTENT_TYPES = new ConcurrentHashMap<>();

    private Responses() {}

    /** @param opens sealed texts in JSON; an error tells of none, because it may repeat what the caller has sent */
    static HttpResponse of(Answer answer, String correlationId, UnaryOperator<byte[]> opens) {
        List<HttpHeader> headers = new ArrayList<>(answer.headers().size() + 3);
        if (!answer.headers().containsKey(NO_STORE.name())) {
            headers.add(NO_STORE);
        }
        if (!answer.headers().containsKey(NO_SNIFF.name())) {
            headers.add(NO_SNIFF);
        }
        headers.add(RawHeader.create(HttpApi.CORRELATION_ID, correlationId));
        answer.headers().forEach((name, value) -> headers.add(RawHeader.create(name, value)));
        HttpResponse response = HttpResponse.create()
                .withStatus(StatusCodes.get(answer.status()))
                .withHeaders(headers);
        if (answer.body() == null) {
            return response;
        }
        if (answer.body() instanceof Answer.Text text) {
            return response.withEntity(HttpEntities.create(
                    contentType(text.contentType()), text.content().getBytes(StandardCharsets.UTF_8)));
        }
        if (answer.body() instanceof Answer.Raw raw) {
            return response.withEntity(
                    HttpEntities.create(contentType(raw.contentType()), ByteString.fromArrayUnsafe(raw.bytes())));
        }
        if (answer.body() instanceof Answer.Streamed streamed) {
            return response.withEntity(HttpEntities.createChunked(
                    contentType(streamed.contentType()),
                    streamed.content().mapMaterializedValue(started -> (Object) started)));
        }
        return response.withEntity(HttpEntities.create(
                ContentTypes.APPLICATION_JSON, ByteString.fromArrayUnsafe(opens.apply(json(answer.body())))));
    }

    static HttpResponse of(ProblemException problem, String path, String correlationId) {
        List<HttpHeader> headers = new ArrayList<>(4);
        headers.add(NO_STORE);
        headers.add(NO_SNIFF);
        headers.add(RawHeader.create(HttpApi.CORRELATION_ID, correlationId));
        problem.headers().forEach((name, value) -> headers.add(RawHeader.create(name, value)));
        return HttpResponse.create()
                .withStatus(StatusCodes.get(problem.type().status()))
                .withHeaders(headers)
                .withEntity(HttpEntities.create(PROBLEM_JSON, ByteString.fromArrayUnsafe(json(problem.problem(path)))));
    }

    private static ContentType contentType(String text) {
        return CONTENT_TYPES.computeIfAbsent(text, ContentTypes::parse);
    }

    private static byte[] json(Object body) {
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + body.getClass().getName() + " as JSON.", e);
        }
    }
}
