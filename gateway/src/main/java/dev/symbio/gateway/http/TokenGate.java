package dev.symbio.gateway.http;

import dev.symbio.platform.entity.Principal;
import dev.symbio.tenants.identity.IssuerUnavailable;
import dev.symbio.tenants.identity.TokenVerifier;
import dev.symbio.tenants.tenant.Authorisation;
import dev.symbio.tenants.tenant.Directory;
import java.util.concurrent.CompletionStage;

/** Lets in who holds a token of the trusted issuer, with the roles that its tenant gives it now. */
public final class TokenGate implements Gate {
    private static final int RETRY_SECONDS = 5;

    private final TokenVerifier verifier;
    private final Directory directory;

    public TokenGate(TokenVerifier verifier, Directory directory) {
        this.verifier = verifier;
        this.directory = directory;
    }

    @Override
    public CompletionStage<Caller> admit(String bearerToken) {
        return verifier.verify(bearerToken)
                .handle((identity, failure) -> {
                    if (failure != null) {
                        throw refused(TokenVerifier.cause(failure));
                    }
                    return identity;
                })
                .thenCompose(identity -> caller(Principal.of(identity.subject(), identity.tenant())));
    }

    @Override
    public CompletionStage<Caller> again(Caller caller) {
        return caller(caller.principal());
    }

    private CompletionStage<Caller> caller(Principal principal) {
        return directory
                .roles(principal.subject(), principal.tenant())
                .thenApply(roles -> new Caller(principal, roles, Authorisation.permissions(roles)));
    }

    /** One answer for every way in which a token can be bad. */
    private static ProblemException refused(Throwable cause) {
        return cause instanceof IssuerUnavailable
                ? Problems.ISSUER_UNAVAILABLE
                        .because("The issuer's keys could not be fetched.")
                        .retryAfterSeconds(RETRY_SECONDS)
                : HttpApi.unauthenticated("Expected a valid access token of the trusted issuer for this audience.");
    }
}
