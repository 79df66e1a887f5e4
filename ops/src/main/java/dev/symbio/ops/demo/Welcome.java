package dev.symbio.ops.demo;

import dev.symbio.ops.client.Community;
import dev.symbio.ops.host.OwnSymbio;
import java.io.PrintWriter;

/** Where to look, and as whom. */
final class Welcome {
    private Welcome() {}

    static void print(PrintWriter out, OwnSymbio symbio) {
        out.printf(
                """

                Symbio is ready.
                  API, readable     %1$s/docs
                  API               %1$s/api/v1
                  health, metrics   %2$s/health/ready  %2$s/metrics
                Look around as
                  %3$-17s runs the platform
                  manager@buyer     the manufacturer: contracts; also finance@buyer, auditor@buyer, admin@buyer
                  manager@TENANT    a provider; its id is in the list of contracts
                For instance
                  TOKEN=$(curl -s %1$s/oidc/token -d grant_type=client_credentials -d client_id=manager@buyer \\
                    | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                  curl -H "Authorization: Bearer $TOKEN" '%1$s/api/v1/statements?limit=5'

                """,
                symbio.url(), symbio.privateUrl(), Community.OPERATOR.clientId());
        out.flush();
    }
}
