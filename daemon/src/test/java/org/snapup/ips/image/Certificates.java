package org.snapup.ips.image;

/** Certificates of CAs that exist for the tests only. */
final class Certificates {
    static final String ONE = """
        -----BEGIN CERTIFICATE-----
        MIIBdDCCARmgAwIBAgIUWXOdcVigsDn/uteYQ14FKnVf7ygwCgYIKoZIzj0EAwIw
        DjEMMAoGA1UEAwwDb25lMCAXDTI2MTEyOTIxNDMxMFoYDzIxMjYxMTA1MjE0MzEw
        WjAOMQwwCgYDVQQDDANvbmUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATHPLH/
        Peil/lwlPo5x7dsxERkKAJ7MsCC8vUYJ5rf/RG2TwfwlKP/3MqfZ6+HY+2aKJ1I7
        Wq4uYivOOoawiH/Co1MwUTAdBgNVHQ4EFgQUdObqBvgkAswoJUCHPcbVRgWZQwUw
        HwYDVR0jBBgwFoAUdObqBvgkAswoJUCHPcbVRgWZQwUwDwYDVR0TAQH/BAUwAwEB
        /zAKBggqhkjOPQQDAgNJADBGAiEA0KQ9ArtJTGeHuRo57ENdJeAKOYr1FkpXG304
        1mlqitACIQCK6vYnizEkDehBTvBEEgxb7G7TU2QcWlCV6KSGaIfQdQ==
        -----END CERTIFICATE-----
        """;

    static final String TWO = """
        -----BEGIN CERTIFICATE-----
        MIIBczCCARmgAwIBAgIUKPNvM+BYWw/HSaTSoYwhAwIGaXIwCgYIKoZIzj0EAwIw
        DjEMMAoGA1UEAwwDdHdvMCAXDTI2MTEyOTIxNDMxMFoYDzIxMjYxMTA1MjE0MzEw
        WjAOMQwwCgYDVQQDDAN0d28wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQKRfZL
        v+gYsdtaTiRTm0N4+JLsM8DP9n8Y6V8OaM49kLdHx6QZXNKx6EcyRmizCswL3pBr
        7q4boobKPoCamUapo1MwUTAdBgNVHQ4EFgQUiWG6nkjsnSIQXUcY1JvywtCJBVsw
        HwYDVR0jBBgwFoAUiWG6nkjsnSIQXUcY1JvywtCJBVswDwYDVR0TAQH/BAUwAwEB
        /zAKBggqhkjOPQQDAgNIADBFAiEA1MjEt/Zh09DfFLHtl5G1wsu58mI2UCGQRAb3
        gQUYB0MCID2whQ8lQo8zka5rNIQxu2j00EwDeNkK0isU5uBeLNwS
        -----END CERTIFICATE-----
        """;

    private Certificates() {}
}
