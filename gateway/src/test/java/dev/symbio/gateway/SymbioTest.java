package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSymbio.class)
class SymbioTest {
    @Test
    void tellsItsHealthAndItsMetricsOnThePrivatePortOnly(RunningSymbio symbio) {
        symbio.operator().get("/api/v1/me");

        assertThat(symbio.privately("/health/live")).isEqualTo("200 {\"status\":\"UP\"}");
        assertThat(symbio.privately("/health/ready")).isEqualTo("200 {\"status\":\"UP\"}");
        assertThat(symbio.privately("/metrics"))
                .startsWith("200 ")
                .contains("symbio_http_answers_seconds_count{endpoint=\"me\",status=\"200\"}")
                .contains("jvm_memory_used_bytes");
        assertThat(symbio.privately("/elsewhere")).startsWith("404");
        assertThat(symbio.anyone().get("/metrics").outcome()).isEqualTo("404 request.not-found");
        assertThat(symbio.anyone().get("/health/ready").status()).isEqualTo(404);
    }

    @Test
    void refusesAPortInUseAndAnIssuerThatOthersCouldReach(RunningSymbio symbio, @TempDir Path elsewhere) {
        Map<String, Object> samePort = Map.of(
                "symbio.data-dir",
                elsewhere.toString(),
                "symbio.http.port",
                symbio.symbio().url().getPort(),
                "symbio.http.private-port",
                0);
        assertThatThrownBy(() -> Symbio.start(Settings.load(samePort)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("symbio.http.port");
        assertThatThrownBy(() -> Symbio.start(Settings.load(Map.of(
                        "symbio.data-dir",
                        elsewhere.toString(),
                        "symbio.http.host",
                        "0.0.0.0",
                        "symbio.http.port",
                        0))))
                .hasMessageContaining("only on this machine");
    }

    @Test
    void answersStrangeLoginsWithoutFailing(RunningSymbio symbio) {
        for (String login : List.of("", "x", "@", "a@b@c", "operator@", "system@symbio", "operator@SYMBIO")) {
            ApiClient.Answer answer = symbio.anyone()
                    .send(
                            "POST",
                            "/oidc/token",
                            "application/x-www-form-urlencoded",
                            HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id=" + login));
            assertThat(answer.status()).as(login).isEqualTo(401);
        }
        assertThat(symbio.anyone()
                        .send(
                                "POST",
                                "/oidc/token",
                                "application/x-www-form-urlencoded",
                                HttpRequest.BodyPublishers.ofString("grant_type=a&grant_type=b"))
                        .outcome())
                .isEqualTo("400 request.malformed-body");
        assertThat(symbio.anyone()
                        .send("POST", "/oidc/token", "application/json", HttpRequest.BodyPublishers.ofString("{}"))
                        .outcome())
                .isEqualTo("415 request.unsupported-media-type");
    }
}
