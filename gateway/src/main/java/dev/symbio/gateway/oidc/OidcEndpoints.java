package dev.symbio.gateway.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.FormFields;
import dev.symbio.tenants.identity.embedded.EmbeddedIssuer;
import dev.symbio.tenants.identity.embedded.IssuerRequest;
import dev.symbio.tenants.identity.embedded.IssuerResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** OpenID Connect: discovery, keys, authorization-code flow and client credentials. */
public final class OidcEndpoints {
    private static final String TAG = "Identity";
    private static final String HTML = "text/html";

    /** An error after RFC 6749, section 5.2. */
    record OAuthError(String error, @Nullable String error_description) {}

    private OidcEndpoints() {}

    public static List<Endpoint<?>> of(EmbeddedIssuer issuer) {
        return List.of(
                Endpoint.get("/oidc/.well-known/openid-configuration")
                        .named("oidcDiscovery", TAG, "Where the issuer's endpoints are")
                        .open()
                        .answers(200, "Provider metadata", JsonNode.class)
                        .handledBy(call -> CompletableFuture.completedFuture(answer(issuer.discovery()))),
                Endpoint.get("/oidc/jwks")
                        .named("oidcKeys", TAG, "The issuer's public keys")
                        .open()
                        .answers(200, "A JSON Web Key Set", JsonNode.class)
                        .handledBy(call -> CompletableFuture.completedFuture(answer(issuer.jwks()))),
                Endpoint.get("/oidc/authorize")
                        .named("oidcAuthorize", TAG, "Choose who to be, and go back with a code")
                        .open()
                        .anyQuery()
                        .answersText(200, "The page to choose on", HTML)
                        .answersNothing(302, "Back to the application")
                        .answersText(400, "A page that says why not", HTML)
                        .answersText(404, "The page to choose on: there is no such member", HTML)
                        .asksEntity()
                        .handledBy(call -> issuer.authorize(new IssuerRequest(call.host(), call.queryValues()))
                                .thenApply(OidcEndpoints::answer)),
                Endpoint.post("/oidc/token")
                        .named("oidcToken", TAG, "Get a token for a code, or for a demo identity")
                        .open()
                        .takesForm()
                        .answers(200, "Tokens", JsonNode.class)
                        .answers(400, "Refused", OAuthError.class)
                        .answers(401, "There is no such identity", OAuthError.class)
                        .asksEntity()
                        .handledBy(call -> issuer.token(new IssuerRequest(call.host(), fields(call)))
                                .thenApply(OidcEndpoints::answer)));
    }

    private static java.util.Map<String, String> fields(Call<FormFields> call) {
        return call.body().values();
    }

    private static Answer answer(IssuerResponse response) {
        Object body = response.contentType() == null ? null : new Answer.Text(response.contentType(), response.body());
        return new Answer(response.status(), body, response.headers());
    }
}
