/** Tests of ways of computing that reproduce a log. */
@NullMarked
package org.paisaje.study.explain.wiring;

import org.jspecify.annotations.NullMarked;
