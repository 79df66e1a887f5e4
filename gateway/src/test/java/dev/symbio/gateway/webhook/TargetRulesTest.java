package dev.symbio.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {
    private static final TargetRules PUBLIC = new TargetRules(false);
    private static final TargetRules EMBEDDED = new TargetRules(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://finance.example.com/symbio",
                "https://FINANCE.example.com:8443/a?b=c",
                "HTTPS://x.de",
                "https://93.184.216.34/hook",
                "https://[2606:2800:220:1::1]/hook",
                "https://xn--bcher-kva.example/"
            })
    void takesHttpsOnThePublicInternet(String url) {
        assertThat(PUBLIC.fault(url)).isEmpty();
        assertThat(EMBEDDED.fault(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:9000/hook",
                "http://127.0.0.1:9000/",
                "http://[::1]:9000/",
                "https://localhost/"
            })
    void takesThisMachineOnlyWhenEmbedded(String url) {
        assertThat(EMBEDDED.fault(url)).isEmpty();
        assertThat(PUBLIC.fault(url)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://10.0.0.7/", "https://192.168.1.1/", "https://172.16.0.1/", "https://[fd00::1]/"})
    void takesPrivateAddressesOnlyWhenEmbedded(String url) {
        assertThat(EMBEDDED.fault(url)).isEmpty();
        assertThat(PUBLIC.fault(url).orElseThrow().code()).isEqualTo("webhook.url-private");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://finance.example.com/",
                "ftp://finance.example.com/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "finance.example.com",
                "//finance.example.com/",
                "https://",
                "https:///path",
                "https://user:pass@finance.example.com/",
                "https://user@finance.example.com/",
                "https://finance.example.com/#fragment",
                "https://finance.example.com:0/",
                "https://finance.example.com:99999/",
                "https://finance example.com/",
                "https://169.254.169.254/latest/meta-data",
                "https://[fe80::1]/",
                "https://0.0.0.0/",
                "https://[::]/",
                "https://224.0.0.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://999.1.1.1/",
                ""
            })
    void refusesEverywhere(String url) {
        assertThat(PUBLIC.fault(url)).isPresent();
        assertThat(EMBEDDED.fault(url)).isPresent();
        assertThat(EMBEDDED.fault(url).orElseThrow().pointer()).isEqualTo("/url");
    }

    @Test
    void refusesNothingAndTooMuch() {
        assertThat(PUBLIC.fault(null)).isPresent();
        assertThat(PUBLIC.fault("https://x.de/" + "a".repeat(TargetRules.MAX_URL_CHARS)))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.31.255.255",
                "192.168.0.1",
                "100.64.0.1",
                "198.18.0.1",
                "169.254.169.254",
                "0.0.0.0",
                "255.255.255.255",
                "::1",
                "::ffff:10.0.0.1",
                "fd12:3456::1",
                "fe80::1",
                "64:ff9b::a00:1",
                "2002:a00:1::1"
            })
    void aNameThatResolvesInwardsIsNotCalled(String address) throws Exception {
        InetAddress outside = InetAddress.getByName("93.184.216.34");
        InetAddress inside = InetAddress.getByName(address);
        assertThat(PUBLIC.mayCall(new InetAddress[] {inside})).isFalse();
        assertThat(PUBLIC.mayCall(new InetAddress[] {outside, inside}))
                .as("one inward address among others is enough")
                .isFalse();
    }

    @Test
    void aNameThatResolvesOutwardsIsCalled() throws Exception {
        InetAddress[] outside = {InetAddress.getByName("93.184.216.34"), InetAddress.getByName("2606:2800:220:1::1")};
        assertThat(PUBLIC.mayCall(outside)).isTrue();
    }

    @Test
    void notEvenTheEmbeddedProfileCallsLinkLocalAddresses() throws Exception {
        InetAddress metadata = InetAddress.getByName("169.254.169.254");
        assertThat(EMBEDDED.mayCall(new InetAddress[] {metadata})).isFalse();
    }
}
