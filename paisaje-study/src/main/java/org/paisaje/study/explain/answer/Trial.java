package org.paisaje.study.explain.answer;

import java.util.OptionalDouble;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.cause.Cause;

/**
 * A remedy that was carried out.
 *
 * @param cause against which cause
 * @param remedy what was done
 * @param quality how the run turned out
 * @param left what it leaves of the error of a constant, on the test data if there are any
 * @param testAccuracy its accuracy there, for classes
 * @param attempt the run
 */
public record Trial(Cause cause, Remedy remedy, Quality quality, double left, OptionalDouble testAccuracy,
        Attempt attempt) {}
