/** What a person runs: from a problem to a result. */
@NullMarked
package org.paisaje.study;

import org.jspecify.annotations.NullMarked;
