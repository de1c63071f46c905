package org.paisaje.claims.catalogue.document003;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.ClaimProvider;
import org.paisaje.math.random.Seed;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.Sign;
import org.paisaje.theory.teacher.TeacherSample;

/** Document 003 as claims, in its order. */
public final class Document003 implements ClaimProvider {
    @Override
    public List<Claim> claims() {
        return Stream.of(
                UpdateClaims.all(),
                RankClaims.all(),
                OptimumClaims.all(),
                BoundClaims.all(),
                LyapunovClaims.two(),
                QuadraticFormClaims.all(),
                ImplicitOptimumClaims.all(),
                LyapunovClaims.four(),
                BallClaims.all(),
                FigureClaims.all(),
                OriginClaims.all(),
                TableClaims.all(),
                RemarkClaims.all())
                .flatMap(List::stream)
                .toList();
    }

    static Source source(String place) {
        return new Source("003", place);
    }

    /** The sample that a setting with d, n, lambda, penalty and sign describes. */
    static TeacherSample sample(Setting setting, Seed seed) {
        return TeacherSample.gaussian(
                setting.get(Keys003.D), setting.get(Keys003.N), setting.get(Keys003.LAMBDA), penalty(setting),
                sign(setting),
                seed);
    }

    static Penalty penalty(Setting setting) {
        return setting.get(Keys003.PENALTY);
    }

    static Sign sign(Setting setting) {
        return setting.get(Keys003.SIGN);
    }

    /** A point uniform in the ball of that radius around a centre. */
    static double[] inBall(double[] centre, double radius, Seed seed) {
        double[] w = new double[centre.length];
        seed.generator().inBall(w, 0, w.length);
        for (int i = 0; i < w.length; i++) {
            w[i] = centre[i] + radius * w[i];
        }
        return w;
    }

    static double norm(double[] v) {
        double sum = 0;
        for (double entry : v) {
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }

    static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
