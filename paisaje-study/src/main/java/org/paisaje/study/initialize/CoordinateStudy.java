package org.paisaje.study.initialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.math.stats.Means;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.study.Ending;
import org.paisaje.study.Estimate;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.theory.dynamics.width.Coordinates;
import org.paisaje.theory.dynamics.width.RateSearch;
import org.paisaje.theory.dynamics.width.WidthPowers;
import org.paisaje.training.Ensemble;
import org.paisaje.training.Schedule;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;

/**
 * The coordinate check (Yang et al. 2022, appendix D.1): with what power of the width values, what training changes in them, and
 * the best rate grow, beside what the parametrization promises.
 */
public final class CoordinateStudy implements Study<CoordinateSetting> {
    /** How far below the best rate of the narrowest network changes are measured. */
    private static final double GENTLE = 0.25;
    private static final int AROUND = 3;
    static final double LEVEL = 0.95;
    /** Networks are drawn until the intervals of the layers reach this far at most, so that one of +-0.05 can be judged. */
    private static final double REACH = 0.02;
    /** At most so many times the draws of a search: forward passes cost a thousandth of it, runs at one rate a twentieth. */
    private static final int STARTS = 64;
    private static final int RUNS = 16;
    /** What was measured, by width. */
    private static final String KEPT = "widths.part";

    @Override
    public String name() {
        return "initialize";
    }

    @Override
    public long seed(CoordinateSetting setting) {
        return setting.problem().seedNumber();
    }

    /**
     * What was measured.
     *
     * @param law what theory promises
     * @param searches the best rate at each width
     * @param rate the power of the best rate; empty where a search did not end
     * @param start the powers behind each layer at the start
     * @param change the powers of what training changes
     * @param coordinates by width and draw, of the runs
     * @param starts how many networks of each width were looked at before training
     */
    record Measured(WidthPowers law, List<RateSearch> searches, Optional<Estimate> rate, List<Optional<Estimate>> start,
            List<Optional<Estimate>> change, List<List<Coordinates>> coordinates, int starts) {}

    @Override
    public List<String> continuation() {
        return List.of(KEPT);
    }

    @Override
    public Result run(CoordinateSetting setting, Session session) {
        try (KeptParts kept = KeptParts.open(KEPT, setting.describe(), session)) {
            return run(setting, session, kept);
        }
    }

    private Result run(CoordinateSetting setting, Session session, KeptParts kept) {
        setting.problem().remarks().forEach(session.listener()::remark);
        Matrix all = setting.problem().train().x();
        Matrix targets = setting.problem().targets(setting.problem().train());
        int n = Math.min(CoordinateSetting.SAMPLES, all.rows());
        int[] rows = new int[n];
        Arrays.setAll(rows, i -> (int) ((long) i * all.rows() / n));
        Matrix x = all.rows(rows);
        Matrix y = targets.rows(rows);
        List<RateSearch> searches = new ArrayList<>();
        double from = 1;
        for (int width : setting.widths()) {
            session.listener()
                    .progress(0.9 * searches.size() / setting.widths().size(), "looks for the rate at width " + width);
            RateSearch search = RateSearch.of(from, AROUND,
                    i -> kept.numbers("losses " + width + " " + i,
                            () -> losses(setting, width, RateSearch.factor(i), x, y, session)));
            searches.add(search);
            from = Arrays.stream(search.best()).filter(Double::isFinite).average().orElse(from);
            if (Session.cancelled()) {
                break;
            }
        }
        Result.Builder result = Result.of(name(), "What the width does").setting(setting.describe());
        if (Session.cancelled()) {
            return result.headline("Interrupted before all widths were seen.")
                    .ended(Ending.interrupted("interrupted"))
                    .build();
        }
        session.listener().progress(0.9, "looks at the layers");
        Architecture base = setting.at(setting.widths().getFirst());
        boolean biased = base.layerShapes().getFirst().hasBias();
        WidthPowers law = WidthPowers.of(base.parametrization(), base.layerShapes().size(), biased,
                setting.normalized());
        double gentle = GENTLE * Arrays.stream(searches.getFirst().best()).filter(Double::isFinite).average().orElse(1);
        Sampled starts = sampled(setting, session, STARTS, Coordinates::start,
                (width, s) -> known(kept, "start " + width + " " + s, () -> started(setting, width, s, x)));
        session.listener().progress(0.95, "looks at what training changes");
        Sampled runs = sampled(setting, session, RUNS, Coordinates::change,
                (width, s) -> known(kept, "layers " + width + " " + s, () -> coordinates(setting, width, s,
                        gentle * Math.pow((double) width / setting.widths().getFirst(), law.rate()), x, y)));
        var measured = new Measured(law, searches, slope(setting, setting.draws(), (w, s) -> searches.get(w).best()[s]),
                starts.powers(), runs.powers(), runs.coordinates(), starts.coordinates().getFirst().size());
        result.measured("problem", setting.problem().facts()).measured("coordinates", numbers(measured));
        new CoordinateParts(setting, measured).fill(result);
        return result.build();
    }

    private static Coordinates known(KeptParts kept, String name, Supplier<Coordinates> work) {
        return kept.known(name)
                .map(part -> new Coordinates(part.numbers().getFirst(), part.numbers().getLast()))
                .orElseGet(() -> {
                    Coordinates found = work.get();
                    kept.add(name, KeptParts.Part.of(found.start(), found.change()));
                    return found;
                });
    }

    private static Trajectory trained(CoordinateSetting setting, Architecture network, double[] theta, double rate,
            Matrix x,
            Matrix y) {
        Schedule scaled = (step, epoch) -> rate;
        return Training.with(setting.optimizer())
                .schedule(scaled)
                .threads(1)
                .stop(Stop.after(setting.steps()))
                .run(Risk.of(network, x, y, setting.problem().loss()), theta);
    }

    private static Seed seed(CoordinateSetting setting, int draw) {
        return setting.problem().seed().named("coordinates").at(draw);
    }

    /** Coordinates by width and draw, and the powers of one of their sizes, layer by layer. */
    private record Sampled(List<List<Coordinates>> coordinates, List<Optional<Estimate>> powers) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** One network of a width. */
    private interface Drawn {
        Coordinates at(int width, int draw);
    }

    /** Draws networks of all widths, as many again each time, until the powers of all layers are known well. */
    private static Sampled sampled(CoordinateSetting setting, Session session, int most,
            Function<Coordinates, double[]> sizes, Drawn drawn) {
        List<List<Coordinates>> all = new ArrayList<>();
        setting.widths().forEach(width -> all.add(new ArrayList<>()));
        List<Optional<Estimate>> powers = List.of();
        for (int factor = 1; factor <= most; factor *= 2) {
            int before = all.getFirst().size();
            int draws = factor * setting.draws();
            for (int w = 0; w < all.size(); w++) {
                int width = setting.widths().get(w);
                all.get(w).addAll(Ensemble.run(draws - before, session.threads(), s -> drawn.at(width, before + s)));
            }
            List<Optional<Estimate>> now = new ArrayList<>();
            for (int l = 0; l < sizes.apply(all.getFirst().getFirst()).length; l++) {
                int at = l;
                now.add(slope(setting, draws, (w, s) -> sizes.apply(all.get(w).get(s))[at]));
            }
            powers = now;
            if (Session.cancelled() || now.stream()
                    .flatMap(Optional::stream)
                    .allMatch(power -> power.high() - power.low() <= 2 * REACH)) {
                break;
            }
        }
        return new Sampled(all, powers);
    }

    private static Coordinates started(CoordinateSetting setting, int width, int draw, Matrix x) {
        Architecture network = setting.at(width);
        return Coordinates.started(network, network.initialize(setting.initializer(), seed(setting, draw)), x);
    }

    private static double[] losses(CoordinateSetting setting, int width, double rate, Matrix x, Matrix y,
            Session session) {
        Architecture network = setting.at(width);
        return Ensemble.run(setting.draws(), session.threads(), s -> {
            double[] theta = network.initialize(setting.initializer(), seed(setting, s));
            Trajectory run = trained(setting, network, theta, rate, x, y);
            double end = Risk.of(network, x, y, setting.problem().loss()).value(run.theta());
            return run.completed() && Double.isFinite(end) ? Math.log(end) : Double.POSITIVE_INFINITY;
        }).stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Coordinates coordinates(CoordinateSetting setting, int width, int draw, double rate, Matrix x,
            Matrix y) {
        Architecture network = setting.at(width);
        double[] theta = network.initialize(setting.initializer(), seed(setting, draw));
        return Coordinates.of(network, theta, trained(setting, network, theta, rate, x, y).theta(), x);
    }

    /** A number of one draw at one width. */
    private interface Sized {
        double of(int width, int draw);
    }

    /** The power of the width, a fit for each draw, with the interval of their mean. */
    private static Optional<Estimate> slope(CoordinateSetting setting, int draws, Sized size) {
        double[] slopes = new double[draws];
        for (int s = 0; s < slopes.length; s++) {
            int draw = s;
            double[] sizes = new double[setting.widths().size()];
            Arrays.setAll(sizes, w -> size.of(w, draw));
            if (!Arrays.stream(sizes).allMatch(v -> v > 0 && Double.isFinite(v))) {
                return Optional.empty();
            }
            slopes[s] = LineFit.logLog(setting.wide(), sizes).slope();
        }
        return Optional.of(Estimate.of(Means.student(slopes, LEVEL)));
    }

    private static Map<String, Object> numbers(Measured measured) {
        var map = new LinkedHashMap<String, Object>();
        map.put("ratePromised", measured.law().rate());
        map.put("hiddenRatePromised", measured.law().hiddenRate());
        measured.rate().ifPresent(rate -> map.put("rate", rate.value()));
        map.put("startPromised", measured.law().start());
        map.put("changePromised", measured.law().change());
        map.put("start", values(measured.start()));
        map.put("change", values(measured.change()));
        return map;
    }

    private static List<Double> values(List<Optional<Estimate>> estimates) {
        return estimates.stream().flatMap(Optional::stream).map(Estimate::value).toList();
    }
}
