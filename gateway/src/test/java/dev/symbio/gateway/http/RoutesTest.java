package dev.symbio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static Endpoint<Void> endpoint(Endpoint.Builder<Void> declared, String id) {
        return declared.named(id, "Tests", id)
                .open()
                .answersNothing(204, "Done")
                .handledBy(call -> CompletableFuture.completedFuture(Answer.noContent()));
    }

    private final Routes routes = new Routes(List.of(
            endpoint(Endpoint.get("/a"), "a"),
            endpoint(Endpoint.post("/a"), "newA"),
            endpoint(Endpoint.get("/a/{id}"), "oneA"),
            endpoint(Endpoint.get("/a/special"), "specialA"),
            endpoint(Endpoint.get("/a/{id}/b/{part}"), "partOfA")));

    private String found(Verb verb, String path) {
        Routes.Match match = routes.match(path);
        return match == null || match.endpoints().get(verb) == null
                ? "nothing"
                : match.endpoints().get(verb).id() + match.values();
    }

    @Test
    void findsByMethodAndSegments() {
        assertThat(found(Verb.GET, "/a")).isEqualTo("a{}");
        assertThat(found(Verb.POST, "/a")).isEqualTo("newA{}");
        assertThat(found(Verb.GET, "/a/1")).isEqualTo("oneA{id=1}");
        assertThat(found(Verb.GET, "/a/special")).isEqualTo("specialA{}");
        assertThat(found(Verb.GET, "/a/1/b/x%2Fy")).isEqualTo("partOfA{id=1, part=x/y}");
    }

    @Test
    void findsNothingElse() {
        for (String path : List.of("", "/", "a", "/a/", "/a/1/", "/a/1/b", "/a/1/b/2/c", "/A", "/a//b/2")) {
            assertThat(found(Verb.GET, path)).as(path).isEqualTo("nothing");
        }
    }

    @Test
    void refusesDeclarationsThatContradict() {
        assertThatThrownBy(() ->
                        new Routes(List.of(endpoint(Endpoint.get("/a"), "one"), endpoint(Endpoint.get("/a"), "two"))))
                .hasMessageContaining("GET /a");
        assertThatThrownBy(() ->
                        new Routes(List.of(endpoint(Endpoint.get("/a"), "one"), endpoint(Endpoint.get("/b"), "one"))))
                .hasMessageContaining("named one");
        assertThatThrownBy(() -> new Routes(
                        List.of(endpoint(Endpoint.get("/{x}"), "one"), endpoint(Endpoint.get("/{y}/b"), "two"))))
                .hasMessageContaining("others call x");
    }
}
