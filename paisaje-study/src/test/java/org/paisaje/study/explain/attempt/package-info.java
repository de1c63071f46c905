@NullMarked
package org.paisaje.study.explain.attempt;

import org.jspecify.annotations.NullMarked;
