package org.paisaje.training;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Options;
import org.paisaje.registry.Registry;

/** The named schedules and their string form. */
final class Schedules {
    static final Schedule CONSTANT = new Constant();

    static final Registry<Schedule> REGISTRY = Registry.of(Schedule.class, "schedule", List.of(
            entry("constant", "the same rate throughout", o -> CONSTANT),
            entry("step:EVERY,gamma=", "times gamma after every so many steps",
                    o -> Schedule.stepDecay(o.wholeFirst("EVERY"), o.number("gamma", 0.1)))
                    .examples("step:30,gamma=0.1,unit=epoch"),
            entry("exponential:GAMMA", "times GAMMA in every step", o -> Schedule.exponential(o.first("GAMMA")))
                    .examples("exponential:0.999"),
            entry("cosine:TOTAL,floor=", "half a cosine down to the floor",
                    o -> Schedule.cosine(o.wholeFirst("TOTAL"), o.number("floor", 0)))
                    .examples("cosine:1000,floor=0.01,warmup=50"),
            entry("linear:TOTAL,from=,to=", "a straight line",
                    o -> Schedule.linear(o.number("from", 1), o.number("to", 0), o.wholeFirst("TOTAL")))
                    .examples("linear:1000,from=1,to=0.1"),
            entry("onecycle:TOTAL,rise=,start=,end=", "up and down again once",
                    o -> Schedule.oneCycle(o.wholeFirst("TOTAL"), o.number("rise", 0.3), o.number("start", 25),
                            o.number("end", 1e4)))
                    .examples("onecycle:1000")));

    private Schedules() {}

    /** Each kind takes warmup= and unit= besides. */
    private static Entry<Schedule> entry(String form, String description, Function<Options, Schedule> factory) {
        String more = form.contains(":") ? "," : ":";
        return Entry.of(Schedule.class, form + more + "warmup=,unit=step|epoch", description,
                options -> modified(options, factory.apply(options)));
    }

    record Constant() implements Schedule {
        @Override
        public double factor(long step, long epoch) {
            return 1;
        }

        @Override
        public String text() {
            return "constant";
        }
    }

    record StepDecay(long every, double gamma) implements Schedule {
        StepDecay {
            Check.that(every >= 1, "Schedule.stepDecay", "every", every, "at least 1 step");
            Check.positive("Schedule.stepDecay", "gamma", gamma);
        }

        @Override
        public double factor(long step, long epoch) {
            return Math.pow(gamma, Math.floorDiv(step, every));
        }

        @Override
        public String text() {
            return "step:" + every + ",gamma=" + gamma;
        }
    }

    record Exponential(double gamma) implements Schedule {
        Exponential {
            Check.positive("Schedule.exponential", "gamma", gamma);
        }

        @Override
        public double factor(long step, long epoch) {
            return Math.pow(gamma, step);
        }

        @Override
        public String text() {
            return "exponential:" + gamma;
        }
    }

    record Cosine(long total, double floor) implements Schedule {
        Cosine {
            Check.that(total >= 1, "Schedule.cosine", "total", total, "at least 1 step");
            Check.that(floor >= 0 && floor <= 1, "Schedule.cosine", "floor", floor, "a fraction in [0, 1]");
        }

        @Override
        public double factor(long step, long epoch) {
            double t = Math.min(1, (double) step / total);
            return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * t));
        }

        @Override
        public String text() {
            return "cosine:" + total + ",floor=" + floor;
        }
    }

    record Linear(double from, double to, long total) implements Schedule {
        Linear {
            Check.that(total >= 1, "Schedule.linear", "total", total, "at least 1 step");
            Check.notNegative("Schedule.linear", "from", from);
            Check.notNegative("Schedule.linear", "to", to);
            Check.that(from > 0 || to > 0, "Schedule.linear", "from", from,
                    "to be above 0 where to is 0: no step is made");
        }

        @Override
        public double factor(long step, long epoch) {
            return from + (to - from) * Math.min(1, (double) step / total);
        }

        @Override
        public String text() {
            return "linear:" + total + ",from=" + from + ",to=" + to;
        }
    }

    record OneCycle(long total, double rise, double start, double end) implements Schedule {
        OneCycle {
            Check.that(total >= 2, "Schedule.oneCycle", "total", total, "at least 2 steps");
            Check.that(rise > 0 && rise < 1, "Schedule.oneCycle", "rise", rise, "a fraction in (0, 1)");
            Check.that(start >= 1, "Schedule.oneCycle", "start", start, "a number of at least 1 that divides the peak");
            Check.that(end >= 1, "Schedule.oneCycle", "end", end, "a number of at least 1 that divides the start");
        }

        @Override
        public double factor(long step, long epoch) {
            // The last step of the cycle is number total - 1.
            double peak = rise * total - 1;
            double t = Math.min(step, total - 1);
            return t <= peak || peak <= 0 && t == 0
                    ? anneal(1 / start, 1, peak <= 0 ? 1 : t / peak)
                    : anneal(1, 1 / (start * end), (t - Math.max(0, peak)) / (total - 1 - Math.max(0, peak)));
        }

        private static double anneal(double from, double to, double t) {
            return to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * t));
        }

        @Override
        public String text() {
            return "onecycle:" + total + ",rise=" + rise + ",start=" + start + ",end=" + end;
        }
    }

    record WarmUp(long steps, Schedule then) implements Schedule {
        WarmUp {
            Check.that(steps >= 1, "Schedule.warmedUp", "steps", steps, "at least 1 step");
        }

        @Override
        public double factor(long step, long epoch) {
            return step < steps ? then.factor(0, epoch) * (step + 1) / steps : then.factor(step - steps, epoch);
        }

        @Override
        public boolean arrives(long most, long epochs) {
            return steps <= most;
        }

        @Override
        public String text() {
            return then.text() + (then.text().contains(":") ? "," : ":") + "warmup=" + steps;
        }
    }

    record PerEpoch(Schedule inEpochs) implements Schedule {
        @Override
        public double factor(long step, long epoch) {
            return inEpochs.factor(epoch, epoch);
        }

        @Override
        public boolean arrives(long steps, long epochs) {
            return inEpochs.arrives(epochs, epochs);
        }

        @Override
        public String text() {
            return inEpochs.text() + (inEpochs.text().contains(":") ? "," : ":") + "unit=epoch";
        }
    }

    private static Schedule modified(Options options, Schedule schedule) {
        long warmup = options.whole("warmup", 0);
        boolean perEpoch = options.choice("unit", "step", Map.of("step", false, "epoch", true));
        if (options.has("warmup")) {
            Check.that(warmup >= 1, "schedule", "warmup", warmup, "at least 1 step");
            Check.that(!(schedule instanceof OneCycle), "schedule", "warmup", warmup,
                    "to be left out: onecycle rises by itself, for the share rise of its steps");
        }
        Schedule warmed = warmup > 0 ? schedule.warmedUp(warmup) : schedule;
        return perEpoch ? warmed.perEpoch() : warmed;
    }
}
