package org.paisaje.math.special;

/**
 * Piecewise polynomials f(m + d) = c0 + d q(d) on 16 intervals, written by {@code src/main/python/error_tables.py}.
 * Row k of 16 numbers holds m, c0 or a coefficient of q in every interval. The interval of a is the bits of
 * t = a * scale + origin, shifted right so that the wanted bits are lowest, mod 16; the first interval is t < first.
 */
final class ErrorTables {
    static final int INTERVALS = 16;
    static final int ERF_SHIFT = 48;
    static final int TAIL_SHIFT = 50;

    private ErrorTables() {}

    /** erf on [0, 6.01]; on the first interval erf(d) = d + d q(d); 12 coefficients of q, relative error below 2^-56.04. */
    static final double ERF_SCALE = 0.2079866888519135;
    static final double ERF_ORIGIN = 1.25;
    static final double ERF_FIRST = 1.3125;
    static final double[] ERF = {
        // m
        0x1.f42c59210385cp+1, 0x1.205da5b9628ccp+2, 0x1.473621426fe71p+2, 0x1.6d8110a137f38p+2,
        0x0.0p+0, 0x1.cb2d0fa58f712p-2, 0x1.7fd8c0053e2d6p-1, 0x1.0ca5a1cac0831p+0,
        0x1.5a55d3ed527e5p+0, 0x1.a731b3d07c84bp+0, 0x1.f36fdfe32a066p+0, 0x1.20b11d3ed527ep+1,
        0x1.46df95feda661p+1, 0x1.6da91148fd9fdp+1, 0x1.93d53b3a68b19p+1, 0x1.ba80b606b7aa2p+1,
        // c0
        0x1.fffffee6e112ep-1, 0x1.fffffffe65d3dp-1, 0x1.fffffffffef0fp-1, 0x1.ffffffffffffap-1,
        0x0.0p+0, 0x1.e5654a4010186p-2, 0x1.6c0359bde1366p-1, 0x1.b973db6202bc7p-1,
        0x1.e3792fe5081f2p-1, 0x1.f611c86fd24bap-1, 0x1.fd081fa685765p-1, 0x1.ff45471a7326ap-1,
        0x1.ffd817fe71f8dp-1, 0x1.fff8fe971e882p-1, 0x1.fffeef3ef17fcp-1, 0x1.ffffddfea36c1p-1,
        // q0
        0x1.1b1c008467cccp-22, 0x1.d8e864207aafap-30, 0x1.60dbdbe143812p-38, 0x1.16330a5cd50c1p-47,
        0x1.06eba8214db68p-3, 0x1.d87f43f0487cap-1, 0x1.49541d521263dp-1, 0x1.802401b42fdbbp-2,
        0x1.729b03cc7bc5ep-3, 0x1.2c9b3b852b5f7p-4, 0x1.9b0e852eab83ep-6, 0x1.c8d165c07816ep-8,
        0x1.b34f24ae96e95p-10, 0x1.51f05b32e4003p-12, 0x1.c21c01cd6be7dp-15, 0x1.e886cc922dc0fp-18,
        // q1
        -0x1.1491de318a4d5p-20, -0x1.0a5937c6912a9p-27, -0x1.c30292d79f02dp-36, -0x1.8cf3dcef1eba9p-45,
        0x1.a6864cf1d37f8p-48, -0x1.a7bfad07e57aep-2, -0x1.edcbaddc5b627p-2, -0x1.931e3bc49d97fp-2,
        -0x1.f561c367f73f3p-3, -0x1.f0eedc34ca1cbp-4, -0x1.90f878320f709p-5, -0x1.0193cfb7dc56ap-6,
        -0x1.15e97cdada80dp-8, -0x1.e2b2e08515f82p-11, -0x1.6304802379a09p-13, -0x1.a6372dfb8a37fp-16,
        // q2
        0x1.5c720a349775fp-19, 0x1.862d915f31d62p-26, 0x1.78f629cdae58ep-34, 0x1.7438c8da4236fp-43,
        -0x1.812746b03bb71p-2, -0x1.78a499f96d737p-3, 0x1.b3f3192084fccp-6, 0x1.33f3494cb9e4bp-3,
        0x1.48ab25d1b0b44p-3, 0x1.bf73b1e856b9ep-4, 0x1.c4fff2442e851p-5, 0x1.5d39dfeddc470p-6,
        0x1.b4dc253c24bc6p-8, 0x1.af7bda436b132p-10, 0x1.62995c5328d4cp-12, 0x1.d22f6af0461d8p-15,
        // q3
        -0x1.3d59649d41728p-18, -0x1.a14fddbe20c49p-25, -0x1.cf156d341dd5ep-33, -0x1.037003edecccfp-41,
        0x1.fe36fd1c7683fp-35, 0x1.6ef1f630bdd3ap-3, 0x1.34c525729ef38p-3, 0x1.aca76bb75c4b7p-5,
        -0x1.b991545af5e4cp-6, -0x1.9865224313bfcp-5, -0x1.343a46204c2cap-5, -0x1.33f6c8ecd6e22p-6,
        -0x1.d12ab987449bfp-8, -0x1.0beeb3550c372p-9, -0x1.f4335d54acaeep-12, -0x1.6fb8dd23fe75bp-14,
        // q4
        0x1.bbc359b3e9122p-18, 0x1.5acb33da6543ep-24, 0x1.bd37e42f15f9bp-32, 0x1.1888c3c87cd7fp-40,
        0x1.ce2f211fdb261p-4, 0x1.7967820c6fdd7p-6, -0x1.b3c4c48a4ac01p-5, -0x1.12bc7e4c23463p-4,
        -0x1.12ece26c45e91p-5, 0x1.938ac9643ffbcp-13, 0x1.a286ec846e696p-7, 0x1.5a2197ce35803p-7,
        0x1.5819b273b4644p-8, 0x1.e2e1b248e7e8ep-10, 0x1.066e64acda215p-11, 0x1.b690efbe6e7a9p-14,
        // q5
        -0x1.ed63e7e0a849cp-18, -0x1.d1367a7fdafd6p-24, -0x1.5bdb363e1c17fp-31, -0x1.c4a25be794286p-40,
        0x1.3185760989cd4p-25, -0x1.a39d1e3daeafep-5, -0x1.b8e9884edee5cp-6, 0x1.3797c609b4cbbp-7,
        0x1.6db5e99b3fc15p-6, 0x1.b0259d4aa62c5p-7, 0x1.c4d5d14c2e58cp-10, -0x1.7fe5f5d081b9cp-9,
        -0x1.51bae3baec120p-9, -0x1.3cec18eb2286fp-10, -0x1.a2956f54af987p-12, -0x1.97529e92cbeebp-14,
        // q6
        0x1.bd311ceb6431dp-18, 0x1.022d8efa280ddp-23, 0x1.c7c21a5bb9ccfp-31, 0x1.701fe371cacb8p-39,
        -0x1.b82eb0ce21230p-6, 0x1.1a986ac798b7cp-10, 0x1.2df3cabdf5b6dp-6, 0x1.ade1f2ec8c7aap-7,
        -0x1.4e2d9c55b943ap-11, -0x1.9b38af4c01bf4p-8, -0x1.0666eb9912760p-8, -0x1.490e84f0bdc76p-11,
        0x1.4a3d6fd08ecb0p-11, 0x1.1f677f32ccdbep-11, 0x1.f8b2ff0dc826ap-13, 0x1.29e7742b75fbdp-14,
        // q7
        -0x1.492e60e3fc7a2p-18, -0x1.e1df24a879739p-24, -0x1.04e694c8cf55fp-30, -0x1.e77f128d163b3p-38,
        0x1.cc96e6443e4b7p-19, 0x1.63b575da1b0c5p-7, 0x1.2f1a3f64a74dbp-9, -0x1.671988cf44fc9p-8,
        -0x1.2b568c6f14caap-8, -0x1.e8430cf156d70p-13, 0x1.9ee3a3799cbfdp-10, 0x1.014bb7fa21b43p-10,
        0x1.3a9d2a7e3b031p-13, -0x1.15b9803048b32p-13, -0x1.b5670c3a089d9p-14, -0x1.5466128266889p-15,
        // q8
        0x1.8e8e592074914p-19, 0x1.7d4f24bcf5a29p-24, 0x1.eb1d16a8240fdp-31, 0x1.2d34bb777182ep-38,
        0x1.55281becddd07p-8, -0x1.527bbc6071e89p-10, -0x1.04176e3fdbe11p-8, -0x1.4dc0b330dcd83p-10,
        0x1.88706a6f4d43fp-10, 0x1.56435ca9affcap-10, 0x1.839e1d9c9d476p-14, -0x1.83dbb13a8ebd4p-12,
        -0x1.b365c29244305p-13, -0x1.79e4a9c69abe0p-16, 0x1.b971ff7538074p-16, 0x1.234dad475ee02p-16,
        // q9
        -0x1.84f82325448c8p-20, -0x1.02eb38c1e339ep-24, -0x1.1262e0d1bae1dp-31, 0x1.0fca1cc0a4c78p-35,
        0x1.112f6f3c1f63cp-14, -0x1.db7ee13d7dae9p-10, 0x1.8167f85107f7cp-13, 0x1.456795f003cb2p-10,
        0x1.aab6b96445b3ap-12, -0x1.992780216bf2ep-12, -0x1.4c963fd90ccbcp-12, -0x1.f0e7144ebf3d3p-18,
        0x1.4ba5c42765069p-14, 0x1.2f347a7856925p-15, 0x1.35b3681b85910p-19, -0x1.37ee0c297a9b0p-18,
        // q10
        0x1.2417fcfb3fde0p-21, 0x1.3adb5a368a570p-25, 0x1.33089a0cec55dp-31, 0x1.9f32cbc845d8cp-40,
        -0x1.06f0a6ab9db43p-10, 0x1.73e459f4da553p-12, 0x1.44a3818329ee4p-11, -0x1.b8205c0f2e7c7p-16,
        -0x1.66a18bc31ebf9p-12, -0x1.9667451543aafp-14, 0x1.93f1fd3981056p-14, 0x1.0a6593b2a57a1p-14,
        -0x1.5bfde593268abp-19, -0x1.f89c84d20dbecp-17, -0x1.6c3a74dc73df3p-18, 0x1.e4791bf3a94b6p-24,
        // q11
        -0x1.1867c0d9db2eep-23, -0x1.2648f45e5db45p-26, -0x1.609871f092a62p-30, -0x1.1f7172512772cp-33,
        0x1.9e5013fa3fbb7p-13, 0x1.ffe5836e87e0fp-13, -0x1.acc6510867098p-14, -0x1.7df3adf156416p-13,
        0x1.015731691b292p-16, 0x1.612e2b84d7768p-14, 0x1.b2bab129846b3p-17, -0x1.b59393c17fa84p-16,
        -0x1.b23a4fa6eb459p-18, 0x1.78527536cf1f8p-18, -0x1.8c2d2f7bb428ep-19, -0x1.892cc49bec6fep-20,
    };

    /** e^(a^2) erfc(a) on [0, 27.65]; 14 coefficients of q, relative error below 2^-55.38. */
    static final double ERFC_SCALE = 0.6781193490054249;
    static final double ERFC_ORIGIN = 1.25;
    static final double[] ERFC = {
        // m
        0x1.79e5e89225311p+0, 0x1.1a8f95d4e8fb0p+1, 0x1.790366516db0ep+1, 0x1.d73da4a1c3c2fp+1,
        0x1.31fe4b17e4b18p+2, 0x1.906e552466587p+2, 0x1.f012fd75e2047p+2, 0x1.2724baab1a83dp+3,
        0x1.6d969ad42c3cap+3, 0x1.cbf4b64c9f5cap+3, 0x1.157cef50cce8cp+4, 0x1.446e2ba2d4643p+4,
        0x1.8aeb5f1bef49dp+4, 0x1.7b48c5b344ad2p-3, 0x1.1c89747682cc9p-1, 0x1.d716f2a5a469ep-1,
        // c0
        0x1.4d5785d655e2bp-2, 0x1.e1165f052198ap-3, 0x1.74c55c01c7ea3p-3, 0x1.2f5d11c03049cp-3,
        0x1.d96558b74344ep-4, 0x1.6ccd4de955e1dp-4, 0x1.27b790c34a80ep-4, 0x1.f236b2ceddebfp-5,
        0x1.9304a8a6e3e94p-5, 0x1.40c7104afa33fp-5, 0x1.0a0e2250a311ep-5, 0x1.c751fb7a9a5d3p-6,
        0x1.76328a3d0ccb6p-6, 0x1.a46408fd6f02ap-1, 0x1.2d27c594bba8fp-1, 0x1.cd40929e147f8p-2,
        // q0
        -0x1.56a69f3d62578p-3, -0x1.75d3825bb728dp-4, -0x1.cbf523c6b2c02p-5, -0x1.34da21b2ee842p-5,
        -0x1.7c5dbd62ce95ap-6, -0x1.c739b00e59292p-7, -0x1.2c54774bd356dp-7, -0x1.ab33810846dc9p-8,
        -0x1.18168c5dde1d0p-8, -0x1.635da8d4fe321p-9, -0x1.e9494c7b314fdp-10, -0x1.6669d57101188p-10,
        -0x1.e4576f852e47ep-11, -0x1.a60503820d5c9p-1, -0x1.e6022f1a4dd4fp-2, -0x1.32aaad91b81aep-2,
        // q1
        0x1.41bfe1a86dd6dp-4, 0x1.11e6d5ed19731p-5, 0x1.10a26a7a3572ep-6, 0x1.31938739e942ep-7,
        0x1.2bfd57fac6871p-8, 0x1.18c468bb8b953p-9, 0x1.2ea663305190bp-10, 0x1.6c4397ceecdc6p-11,
        0x1.83ddf48ddb6b9p-12, 0x1.88c046194a473p-13, 0x1.c12bf9112a50bp-14, 0x1.19cac61f3cb80p-14,
        0x1.3932a274c62ffp-15, 0x1.563bdc8cf1e9ep-1, 0x1.4c37dae64845fp-2, 0x1.662da28e5fb5ep-3,
        // q2
        -0x1.18764849bb4e4p-5, -0x1.7d5de26a0e937p-7, -0x1.37b7208aea868p-8, -0x1.266c04fd4a973p-9,
        -0x1.d0e8d9b5b94f5p-11, -0x1.567b8d98fc8a7p-12, -0x1.2eacec1ad4f48p-13, -0x1.34e4547bf0cd9p-14,
        -0x1.0b93673338067p-15, -0x1.b10c5886e73ffp-17, -0x1.9bac861a454f0p-18, -0x1.ba920ab9eb1e2p-19,
        -0x1.94ba332641c5ap-20, -0x1.de2f5de7001ebp-2, -0x1.91d80439425cap-3, -0x1.7a5dc3300b51cp-4,
        // q3
        0x1.cafb64849d974p-7, 0x1.fb79672c51681p-9, 0x1.58d009316233ap-10, 0x1.14bdb0c580f62p-11,
        0x1.623ba9636462ep-13, 0x1.9d429397bf4e4p-15, 0x1.2c74917c6a85ep-16, 0x1.0485237bde007p-17,
        0x1.6fd80dbaf6baap-19, 0x1.dc5d54fbbc9f0p-21, 0x1.78b1c6e401f97p-22, 0x1.5b203d444eeb3p-23,
        0x1.054a7339e0598p-24, 0x1.29f45ba2e60e7p-2, 0x1.b91e01bfbb40dp-4, 0x1.70390eb5f0cbfp-5,
        // q4
        -0x1.6373c50468675p-8, -0x1.442bd88e6a64bp-10, -0x1.71fdca8b0366ep-12, -0x1.fc4f5d4adc2d9p-14,
        -0x1.0998f1e599842p-15, -0x1.ed72d39421257p-18, -0x1.2815d53cee48cp-19, -0x1.b51b2e778b68dp-21,
        -0x1.f7df26cd65cd5p-23, -0x1.05662671ff4d6p-24, -0x1.582174f686a93p-26, -0x1.0ff0dd951ae9dp-27,
        -0x1.511ab6973fe7ap-29, -0x1.526758df70ed6p-3, -0x1.bed592165292cp-5, -0x1.4e586d1b2f368p-6,
        // q5
        0x1.062c0c48296efp-9, 0x1.8f1e166451dcbp-12, 0x1.81f66e0393596p-14, 0x1.c8bb96fdd7722p-16,
        0x1.88313b0b6b336p-18, 0x1.239b0621ed633p-20, 0x1.21b3f6e5bbd55p-22, 0x1.6cc5280a9f409p-24,
        0x1.57e04de22c6abp-26, 0x1.1e37c210da007p-28, 0x1.39e07984b43f6p-30, 0x1.a99351342cf0ap-32,
        0x1.b29073353b42bp-34, 0x1.637de09b384cfp-4, 0x1.a69bb9c02aebcp-6, 0x1.1de085db873dcp-7,
        // q6
        -0x1.722a88d9e8cb9p-11, -0x1.db0194630142ep-14, -0x1.882a669902461p-16, -0x1.91ff1e7ab4c0bp-18,
        -0x1.1d50b7dbdb663p-20, -0x1.553f4cd90a86ep-23, -0x1.197b62b3dfc22p-25, -0x1.2ed51f9e08e03p-27,
        -0x1.d3b8540aa194ap-30, -0x1.38ad024bcf252p-32, -0x1.1dd331e6e73f8p-34, -0x1.4c9c1f7714c6ep-36,
        -0x1.17dff8356d079p-38, -0x1.5d205e05a9121p-5, -0x1.787675c163417p-7, -0x1.cf9b6c86eeffdp-9,
        // q7
        0x1.f6431ae85e30ap-13, 0x1.11f204a227ac0p-15, 0x1.84c26d30286ffp-18, 0x1.5af4122d27c47p-20,
        0x1.99452765213aep-23, 0x1.8b80789b7ca28p-26, 0x1.0f9fd1259755cp-28, 0x1.f4438358819c9p-31,
        0x1.3cfa023a1cb63p-33, 0x1.54cd892ac9221p-36, 0x1.03ddd9acfbbc3p-38, 0x1.03a58a9bd38aap-40,
        0x1.68358f0caa733p-43, 0x1.4329bbeffa3f6p-6, 0x1.3e00623809867p-8, 0x1.6678f0dfb1d49p-10,
        // q8
        -0x1.488de89e76e5cp-14, -0x1.32e9ab3f996bfp-17, -0x1.78899058249bdp-20, -0x1.25ea22699af5ap-22,
        -0x1.218d7dc6de2b0p-25, -0x1.c618488af82e7p-29, -0x1.045ac76c2feb4p-31, -0x1.9b2203a1b6104p-34,
        -0x1.ac28fa39530f2p-37, -0x1.729f90415097dp-40, -0x1.d7c88b75282b5p-43, -0x1.94e6ae9da7571p-45,
        -0x1.cf3c63b46bc5cp-48, -0x1.1bbc3374a1ed6p-7, -0x1.0016f43043f4dp-9, -0x1.09811c5bdb1bbp-11,
        // q9
        0x1.9f9fd2ec59481p-16, 0x1.4e9ce7962144ep-19, 0x1.64c74ed17a7aap-22, 0x1.e91adb0f0a46ep-25,
        0x1.9452b07de165fp-28, 0x1.0252048b1b4e9p-31, 0x1.eff54ccd1529bp-35, 0x1.505de6fe347c1p-37,
        0x1.202e8b53a9f72p-40, 0x1.9231ad9179441p-44, 0x1.ab5a6e7880c91p-47, 0x1.3b2be9220038ap-49,
        0x1.29a2b2acd9474p-52, 0x1.db08be90182d0p-9, 0x1.8ae2a89392e74p-11, 0x1.7a179fa8bbc0bp-13,
        // q10
        -0x1.fd46b20d38c73p-18, -0x1.637f9ae622a32p-21, -0x1.4b0a4b3acef70p-24, -0x1.904ca1ec2331cp-27,
        -0x1.16686edd722b8p-30, -0x1.2312a102130fep-34, -0x1.d51b7f584bbe1p-38, -0x1.11b1945847068p-40,
        -0x1.822eceb2ff031p-44, -0x1.b328088f79057p-48, -0x1.829714d9a3734p-51, -0x1.ea88e9c039505p-54,
        -0x1.7dc0e356602e2p-57, -0x1.7cae985da6eddp-10, -0x1.2491bc4a50a17p-12, -0x1.03afa4e30aa0fp-14,
        // q11
        0x1.2f32bf019b4c1p-19, 0x1.713f11073710bp-23, 0x1.2dae852098dfcp-26, 0x1.499181f8ed5e6p-29,
        0x1.7b9a1dfd609d5p-33, 0x1.440c5bab0c8c6p-37, 0x1.ad23e7ac6fd7ap-41, 0x1.a0b1598d97107p-44,
        0x1.023829925d44ap-47, 0x1.d2118542d5d3ep-52, 0x1.70d0d899d75a3p-55, 0x1.99cf5b84ec814p-58,
        0x1.e8d15054e0fcap-62, 0x1.243bb10b94657p-11, 0x1.acdbdcc6c316ap-14, 0x1.5e4c01baa8fdbp-16,
        // q12
        -0x1.6cd800fcec2b9p-21, -0x1.80ddcb3ed974bp-25, -0x1.12e265915d783p-28, -0x1.fedd87ba06798p-32,
        -0x1.0cf44075cd823p-35, -0x1.76c6d5649a27bp-40, -0x1.a050f640e8d01p-44, -0x1.61e1092392424p-47,
        -0x1.6b0cd9b87f5ffp-51, -0x1.069a84d88b43dp-55, -0x1.4c0230f0239bdp-59, -0x1.2d5ff79f228c2p-62,
        -0x1.4a203400a076fp-66, -0x1.b94914d80eddfp-13, -0x1.2b71f98f5736cp-15, -0x1.bcf3546476bc5p-18,
        // q13
        0x1.9d49b72a46aadp-23, 0x1.6ee5cf441a1ccp-27, 0x1.c0ac4acf83a05p-31, -0x1.889876eca0293p-36,
        0x1.5c99a89517142p-38, 0x1.c68bcd44da252p-43, 0x1.8a0858de2e623p-46, 0x1.27a391ff880c3p-48,
        0x1.e0c44d923786ep-55, 0x1.5d989edb677e0p-59, -0x1.68d219fa8d061p-63, -0x1.6d4dd2f3c0afdp-65,
        0x1.b62594bbc5417p-71, 0x1.7a95af774c238p-14, -0x1.4dfa13f1fc58ap-17, -0x1.58194bb97f1b1p-21,
    };

    /** e^(a^2/2) Phi(-a) on [0, 39.05]; 14 coefficients of q, relative error below 2^-55.68. */
    static final double NORMAL_SCALE = 0.4801536491677337;
    static final double NORMAL_ORIGIN = 1.25;
    static final double[] NORMAL = {
        // m
        0x1.09dce155a9383p+1, 0x1.8fbde8ca11bfdp+1, 0x1.0a6a2b1704ff4p+2, 0x1.4d275db06da9ep+2,
        0x1.b17dcf72e10fcp+2, 0x1.1bb6159280118p+3, 0x1.5e48a10006fd9p+3, 0x1.a09bdc486ad2ep+3,
        0x1.02517f9aa33d4p+4, 0x1.44c1633482be9p+4, 0x1.872e9c5ba423fp+4, 0x1.ca3a732df505dp+4,
        0x1.1701cd9786525p+5, 0x1.0e3f30084d1d3p-2, 0x1.9179c46ab6e67p-1, 0x1.4d04b5dcc63f1p+0,
        // c0
        0x1.4ea02037fbcc3p-3, 0x1.e0f14491aca18p-4, 0x1.74fdf59f670eap-4, 0x1.2f6b0099a37f6p-4,
        0x1.d89b8c17a5dfap-5, 0x1.6c182b3bbf4e5p-5, 0x1.28208e808dd85p-5, 0x1.f324e5814e8aap-6,
        0x1.93509cf40633bp-6, 0x1.41407db6d12d8p-6, 0x1.0ae63b651e704p-6, 0x1.c7e68e02d48a5p-7,
        0x1.7685e391dabc5p-7, 0x1.a3cb1958077bep-2, 0x1.2d76e9491b865p-2, 0x1.cd549606f7b65p-3,
        // q0
        -0x1.e7fecde757a9dp-5, -0x1.082f54965545ap-5, -0x1.459c215bbf475p-6, -0x1.b4ef63aaf1ca0p-7,
        -0x1.0c14b9944a58bp-7, -0x1.40a8e548bd7b3p-8, -0x1.a9e68275cd3dap-9, -0x1.2f332c227e88fp-9,
        -0x1.8caf850e66ae4p-10, -0x1.f80c0a8c15422p-11, -0x1.5c2c469d24db7p-11, -0x1.fc2a1dc07476bp-12,
        -0x1.5713b216e1aabp-12, -0x1.29ba5e9ed1de2p-2, -0x1.5841fe8e09e43p-3, -0x1.b1d2448cece24p-4,
        // q1
        0x1.44e8e1909bca8p-6, 0x1.11ae1239f9abep-7, 0x1.11158c0e0aa66p-8, 0x1.31bb616d23d48p-9,
        0x1.2a8bed827bf24p-10, 0x1.172c557f128b6p-11, 0x1.2fe43eab08e8bp-12, 0x1.6e4939f24c9b5p-13,
        0x1.84b7cbdbcf5e2p-14, 0x1.8a7cd62bf1d02p-15, 0x1.c57253eb56985p-16, 0x1.1ade4f3afcadfp-16,
        0x1.3a03c2c4eedc2p-17, 0x1.55381636ae90ap-3, 0x1.4cfc430a4ba55p-4, 0x1.6652ad69c1f8dp-5,
        // q2
        -0x1.9183bb6e69e06p-8, -0x1.0d638bb2dcac8p-9, -0x1.b9c534bfe676fp-11, -0x1.a0a6c5592e969p-12,
        -0x1.46ab41f31a652p-13, -0x1.e0b849ae47bd5p-15, -0x1.ae5f93f5dfd6bp-16, -0x1.b80ec3c545abap-17,
        -0x1.7b833b20dbb82p-18, -0x1.34037fef7a0aap-19, -0x1.26ca84ece0579p-20, -0x1.3a899437c1a57p-21,
        -0x1.1f2e2a28d6a19p-22, -0x1.50ef98c8f91d2p-4, -0x1.1cf0d0d4772b1p-5, -0x1.0bad991f666fbp-6,
        // q3
        0x1.d1abeef76e638p-10, 0x1.fad8990cc1917p-12, 0x1.59b3e523fec99p-13, 0x1.14f70905ef6c8p-14,
        0x1.5f7d31140eda2p-16, 0x1.9970603e21a11p-18, 0x1.2e7b78024d6fcp-19, 0x1.06e8a2a543a9fp-20,
        0x1.712e24e8bebc7p-22, 0x1.dfdd206fa3fcdp-24, 0x1.7eab3a5cdd52ep-25, 0x1.5d554d2fb50e6p-26,
        0x1.066d024ffda64p-27, 0x1.28c21a8c60dd4p-5, 0x1.ba8a264d43fbdp-7, 0x1.706f9dc6af978p-8,
        // q4
        -0x1.ff111e29610dcp-12, -0x1.c9ca8f1ee1499p-14, -0x1.066953244117cp-15, -0x1.67c563efedb47p-17,
        -0x1.742cf92a154c5p-19, -0x1.59178b6ebe0dfp-21, -0x1.a6187e2124bc4p-23, -0x1.38777066f80a5p-24,
        -0x1.65d6dcbf8e089p-26, -0x1.74ed6e405454ap-28, -0x1.efefb01ab9b7bp-30, -0x1.8383f03d2c309p-31,
        -0x1.df38bcdc19e4ap-33, -0x1.dc715c91083c5p-7, -0x1.3d19ed294c77cp-8, -0x1.d92523d26efd9p-10,
        // q5
        0x1.0b0ecb6f6ddb7p-13, 0x1.8e792d9b4d2e4p-16, 0x1.8348afd2d1ff2p-18, 0x1.c93a96e48a0c8p-20,
        0x1.841230f617469p-22, 0x1.1fe98dbb8a377p-24, 0x1.246777c3d2e1dp-26, 0x1.7169740468bf8p-28,
        0x1.599d2e869c8b5p-30, 0x1.2126e5ab01b39p-32, 0x1.40d8761e1db51p-34, 0x1.ad5c1c0d2f33ep-36,
        0x1.b5347ace33ee2p-38, 0x1.61c3b5538b9abp-8, 0x1.a84962b3b2ecap-10, 0x1.1e157b9f3f81dp-11,
        // q6
        -0x1.0b1bdcf769386p-15, -0x1.4f479957df602p-18, -0x1.165c9777cea72p-20, -0x1.1c99bbe8643dfp-22,
        -0x1.8eb8f5a63e22bp-25, -0x1.dbaf1a3bf7fe9p-28, -0x1.924a86ff2a8c6p-30, -0x1.b278cbd6ffccbp-32,
        -0x1.4ca1d49d23f9cp-34, -0x1.bf5cea7817f80p-37, -0x1.9e7941a6364e0p-39, -0x1.db28b69cf3b7bp-41,
        -0x1.8e8cf5c27e7c9p-43, -0x1.eb27e1637f76ep-10, -0x1.0b5860b98a138p-11, -0x1.48140a6d27b24p-13,
        // q7
        0x1.00b747e30b896p-17, 0x1.116909b53fe5cp-20, 0x1.86642c8821bb6p-23, 0x1.5b6b8b2007ad8p-25,
        0x1.93e64a3f4506ap-28, 0x1.85318f3075ca7p-31, 0x1.12d747ac5e423p-33, 0x1.fc6222cd6e4d7p-36,
        0x1.3f05f8b816972p-38, 0x1.5947f4192d296p-41, 0x1.0b48edb0c717cp-43, 0x1.069c566c5b1ddp-45,
        0x1.6b0586edd4527p-48, 0x1.415bdee04aafap-11, 0x1.3f784301f7716p-13, 0x1.66c6dc10472fap-15,
        // q8
        -0x1.dbc192379c1b2p-20, -0x1.b11fa9c15bdffp-23, -0x1.0b77918ac1ccfp-25, -0x1.a044b932f3f5ap-28,
        -0x1.9399da3ef9542p-31, -0x1.3b757e39ff499p-34, -0x1.75036b6c5fbf6p-37, -0x1.27ef7a32530edp-39,
        -0x1.30eb9b7aa2827p-42, -0x1.09e3edf268c5dp-45, -0x1.582cead3a8a71p-48, -0x1.21f06c8b7e7bap-50,
        -0x1.4a65c3488975ep-53, -0x1.8ee3aa48dc720p-13, -0x1.6bf1cfe1c584dp-15, -0x1.77d231eaec223p-17,
        // q9
        0x1.aa396acb76702p-22, 0x1.4ddc4f7690dcbp-25, 0x1.66849c67d5a1ep-28, 0x1.e9c84377d67c0p-31,
        0x1.8e062c4a163e7p-34, 0x1.fabe831957418p-38, 0x1.f6e88a349e9ecp-41, 0x1.566456bbe6041p-43,
        0x1.22716494523a8p-46, 0x1.989785c057d28p-50, 0x1.b9f50d5c9d261p-53, 0x1.3ffc17ea7e971p-55,
        0x1.2c758c193332ap-58, 0x1.d81333f2aee37p-15, 0x1.8cf6d300d1c53p-17, 0x1.7a8f6cf23ee09p-19,
        // q10
        -0x1.71db1dd502863p-24, -0x1.f5884bf786e47p-28, -0x1.d6a162241b400p-31, -0x1.1b7bbccb01fe1p-33,
        -0x1.831b53c3873c0p-37, -0x1.932d210507ad5p-41, -0x1.50bc32b24274cp-44, -0x1.8b036ed9fc0b7p-47,
        -0x1.1366fb87db292p-50, -0x1.3913677faac35p-54, -0x1.1c51f182e303ep-57, -0x1.602dcb429c38fp-60,
        -0x1.10c0be94ed610p-63, -0x1.0b6e7997dd451p-16, -0x1.a015b8566730fp-19, -0x1.6f8ef6f0df213p-21,
        // q11
        0x1.3809af25ec43bp-26, 0x1.6fd431633f037p-30, 0x1.30a333a5061fdp-33, 0x1.52a1b78716d05p-36,
        0x1.742b81e5a25e8p-40, 0x1.3db253d54e18ap-44, 0x1.c097a3229b61ap-48, 0x1.07e2928679db4p-50,
        0x1.048db8f05d32bp-54, 0x1.de6a9d8b22309p-59, 0x1.9a1e28adf3f21p-62, 0x1.58a84d15f3179p-65,
        0x1.ef870a5d006afp-69, 0x1.2255d677322a4p-18, 0x1.aa973daff56f6p-21, 0x1.4cd9dd8f5ca4bp-23,
        // q12
        -0x1.09aad9b22f90cp-28, -0x1.0f88d0d09d136p-32, -0x1.86cbc6a0438e3p-36, -0x1.6e1e085255903p-39,
        -0x1.752b9d8615b23p-43, -0x1.01f4927b31106p-47, -0x1.305749be66133p-51, -0x1.0d01976993dc3p-54,
        -0x1.0340b7e88ec99p-58, -0x1.7a9b78a1c3a5ap-63, -0x1.be7086f7c1062p-67, -0x1.ae31a6c47bf7ap-70,
        -0x1.d84f785a42c24p-74, -0x1.3565a1d9a363ap-20, -0x1.a499811c4e4a8p-23, -0x1.40316ffb0486ep-25,
        // q13
        0x1.a29b52b6abda8p-31, 0x1.7e916f4215fe6p-35, 0x1.6e45f2e3f44b2p-39, -0x1.4dc32222c0be3p-41,
        0x1.616e6e31371a3p-46, 0x1.a1612e4608f02p-51, 0x1.8358551906d98p-55, -0x1.146a785c0f510p-55,
        0x1.e7efae65029b3p-63, 0x1.292128d0082cdp-67, -0x1.3aeaa893dd723p-69, 0x1.a40d736f91979p-72,
        0x1.a7e98d5af79cbp-79, 0x1.7253501407bf3p-22, -0x1.0acc30dc6e38cp-29, 0x1.16fc8b1650114p-25,
    };

}
