package catalog

import (
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	c, err := Read([]byte("id,file,pictures,title\nharbour,IMG 1.TIF,side.jpg | b/evening.jpg,A\ndune,,,B\n"), "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct {
		file, id string
		more     bool
	}{
		{"IMG 1.tif", "harbour", false}, {"img 1.jpg", "harbour", false}, {"IMG 1__2.jpg", "harbour", true}, {"side.jpg", "harbour", true}, {"Evening.png", "harbour", true},
		{"harbour__front.jpg", "harbour", true}, {"dune.jpg", "dune", false}, {"Café au lait.jpg", "Cafe-au-lait", false}, {"x y__2.png", "x-y__2", false}, {"__2.jpg", "__2", false}, {"\u200b.jpg", "", false},
	} {
		if id, more := c.Names().ID(f.file); id != f.id || more != f.more {
			t.Errorf("%s shows %q (one more: %v), want %q (%v)", f.file, id, more, f.id, f.more)
		}
	}
}

func TestCheckPictures(t *testing.T) {
	c, err := Read([]byte("id,file,pictures,title\na,,,A\nb,IMG.jpg,,B\nc,,side.jpg|gone.jpg,C\nd,,,D\ng,,,G\n"), "en")
	if err != nil {
		t.Fatal(err)
	}
	problems, warnings := c.CheckPictures([]string{"a.jpg", "a.png", "a__2.jpg", "c.jpg", "side.jpg", "e f.jpg", "\u200b.jpg"}, []string{"d", "a"})
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{
		"a.jpg and a.png are two pictures of a: call one of them a__2.png",
		`no id can be made of the name of picture "` + "\\u200b" + `.jpg": rename it`,
		"line 3: there is no picture of b: add IMG.jpg, or remove the line",
		"line 4: there is no photo gone.jpg of c",
		"line 6: there is no picture of g: add g.jpg, or remove the line",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("problems\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(warnings) != 1 || !strings.Contains(warnings[0], "by the file's name: 1, e f.jpg") {
		t.Errorf("warnings %q", warnings)
	}
}

func TestGaps(t *testing.T) {
	c, err := Read([]byte("id,title,title_fr,description\na,A,,text\nb,,B,\n"), "en")
	if err != nil {
		t.Fatal(err)
	}
	want := "1 of 2 works have no title in en: b\n1 of 2 works have no description in en: b\n1 of 2 works have no title in fr: a\n2 of 2 works have no description in fr: a, b"
	if got := strings.Join(c.Gaps(), "\n"); got != want {
		t.Errorf("gaps\n%s\nwant\n%s", got, want)
	}
}
