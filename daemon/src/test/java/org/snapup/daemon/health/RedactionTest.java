package org.snapup.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:HUSH@example.org/repo",
                "https://HUSH@example.org",
                "http://user:p@HUSH@example.org/",
                "proxy http://u:HUSH@p:3128 for it",
                "{\"origins\":[\"https://u:HUSH@h/\"]}",
                "https://example.org/x?token=HUSH&y=1",
                "https://example.org/x?HUSH",
                "password = \"HUSH\"",
                "password=HUSH",
                "{\"password\":\"HUSH\"}",
                "{\"text\":\"{\\\"password\\\":\\\"HUSH\\\"}\"}",
                "{\"text\":\"{\\\"password\\\": \\\"HU\\\\\\\"HUSH\\\"}\"}",
                "db_passwd: HUSH",
                "api-key: HUSH",
                "API_KEY='HUSH'",
                "secretAccessKey: \"HUSH more HUSH\"",
                "x.client_secret = [\"HUSH\", \"HUSH\"]",
                "Authorization: Bearer HUSH",
                "\"Proxy-Authorization\": \"Basic HUSH\"",
                "-----BEGIN RSA PRIVATE KEY-----\nHUSH\nHUSH\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\\nHUSH\\n-----END CERTIFICATE-----",
                "-----BEGIN PRIVATE KEY-----\nHUSH cut off",
                "{\"sslKey\":\"HUSH\",\"sslCert\":\"HUSH\"}",
                "ssl_key=HUSH",
            })
    void shouldTakeSecretsOut(String text) {
        assertThat(Redaction.of(text)).doesNotContain("HUSH").contains("[redacted]");
    }

    @Test
    void shouldTakeOutWhatIsAsLongAsAKey() {
        String key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC".repeat(8);

        assertThat(Redaction.of("x " + key + " y")).isEqualTo("x [redacted] y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/repo/publisher",
                "file:///srv/repo",
                "member user:anna may install",
                "pkg://example.org/web/server@1.0-1:20261122T235513Z",
                "sha512t_256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "the key snapup is unknown; the keys at the top are socket, state",
                "/var/lib/snapup/jobs/0000000007.jsonl",
                "be0@snapup-1",
            })
    void shouldLeaveTheRest(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }
}
