package phrase

// row is one phrase: the name that the HTML (data-text, data-label) and Go call it by, and its words by language.
type row struct {
	name  string
	words [len(Languages)]string
}

// French typography puts a no-break space before ? ! : ; and inside guillemets.
var table = [...]row{
	// Welcome
	{"lead", [...]string{
		"Point the camera at a work and read its story.",
		"Pointez l’appareil vers une œuvre et lisez son histoire."}},
	{"loading", [...]string{"Getting ready", "Préparation"}},
	{"start", [...]string{"Start the camera", "Ouvrir l’appareil photo"}},
	{"pick", [...]string{"Use a photo", "Une photo"}},
	{"browse", [...]string{"All works", "Les œuvres"}},
	{"privacy", [...]string{
		"Pictures never leave this device.",
		"Les images ne quittent jamais cet appareil."}},
	{"oneWork", [...]string{"One work", "Une œuvre"}},
	{"manyWorks", [...]string{"{} works", "{} œuvres"}},
	{"language", [...]string{"Language", "Langue"}},
	{"untitledCollection", [...]string{"The collection", "La collection"}},

	// Aiming
	{"aim", [...]string{"Aim at a work", "Visez une œuvre"}},
	{"askTitle", [...]string{"May the page use the camera?", "La page peut-elle utiliser l’appareil photo ?"}},
	{"askBody", [...]string{
		"Your browser is asking. What the camera sees stays on this device.",
		"Votre navigateur vous le demande. Ce que voit l’appareil reste sur ce téléphone."}},
	{"hintAim", [...]string{"Fit a work inside the corners", "Cadrez une œuvre entre les coins"}},
	{"hintUnsure", [...]string{"Not sure yet. Hold still, or come closer.", "Pas encore sûr. Ne bougez plus, ou approchez-vous."}},
	{"hintNothing", [...]string{
		"Nothing recognised yet. Face the work, keep all of it in view and avoid reflections.",
		"Rien de reconnu pour l’instant. Placez-vous en face, cadrez l’œuvre entière, évitez les reflets."}},
	{"hintPaused", [...]string{"Paused", "En pause"}},
	{"maybe", [...]string{"It may be…", "C’est peut-être…"}},
	{"justSeen", [...]string{"Just seen", "Vue à l’instant"}},
	{"stop", [...]string{"Stop", "Arrêter"}},
	{"photo", [...]string{"Photo", "Photo"}},
	{"works", [...]string{"Works", "Œuvres"}},
	{"saidNothing", [...]string{"Nothing recognised yet.", "Rien de reconnu pour l’instant."}},
	{"saidAiming", [...]string{"The camera is on. Aim at a work.", "L’appareil photo est ouvert. Visez une œuvre."}},

	// Card
	{"sure", [...]string{"Sure", "Sûr"}},
	{"fairlySure", [...]string{"Fairly sure", "Assez sûr"}},
	{"perhaps", [...]string{"It may be", "Peut-être"}},
	{"medium", [...]string{"Medium", "Technique"}},
	{"location", [...]string{"Where", "Où la voir"}},
	{"price", [...]string{"Estimated price", "Prix estimé"}},
	{"close", [...]string{"Close", "Fermer"}},
	{"back", [...]string{"Back", "Retour"}},
	{"keepAiming", [...]string{"Keep aiming", "Continuer à viser"}},
	{"backToPhoto", [...]string{"Back to the photo", "Retour à la photo"}},
	{"backToWorks", [...]string{"All works", "Toutes les œuvres"}},
	{"foreign", [...]string{"This text is in {}.", "Ce texte est en {}."}},
	{"noText", [...]string{"The museum has not written about this work yet.", "Le musée n’a pas encore écrit sur cette œuvre."}},

	// Photo
	{"yourPhoto", [...]string{"Your photo", "Votre photo"}},
	{"looking", [...]string{"Looking…", "Recherche…"}},
	{"notHere", [...]string{"Not in this collection", "Pas dans cette collection"}},
	{"notHereBody", [...]string{
		"No work here looks enough like this photo. One taken from the front, with the whole work in it, works best.",
		"Aucune œuvre ne ressemble assez à cette photo. Une photo de face, avec l’œuvre entière, convient le mieux."}},
	{"maybeBody", [...]string{
		"The photo resembles these works, but not enough to be sure.",
		"La photo ressemble à ces œuvres, sans certitude."}},
	{"recognised", [...]string{"Recognised", "Reconnue"}},
	{"another", [...]string{"Another photo", "Une autre photo"}},
	{"camera", [...]string{"Camera", "Caméra"}},

	// Works
	{"search", [...]string{"Title, artist or number", "Titre, artiste ou numéro"}},
	{"more", [...]string{"Show more", "En voir plus"}},
	{"signed", [...]string{"Signed with the key {}", "Signée avec la clé {}"}},
	{"unsigned", [...]string{"This collection is not signed.", "Cette collection n’est pas signée."}},
	{"noWork", [...]string{"No work is called that.", "Aucune œuvre ne porte ce nom."}},

	// Trouble: what happened, and what to do.
	{"again", [...]string{"Try again", "Réessayer"}},
	{"deniedTitle", [...]string{"The camera is blocked", "L’appareil photo est bloqué"}},
	{"deniedBody", [...]string{
		"Allow the camera for this page in the browser’s settings, then try again. Or go on without it:",
		"Autorisez l’appareil photo pour cette page dans les réglages du navigateur, puis réessayez. Ou continuez sans lui :"}},
	{"missingTitle", [...]string{"No camera was found", "Aucun appareil photo trouvé"}},
	{"missingBody", [...]string{
		"This device has no camera that the page can use. Go on without it:",
		"Cet appareil n’a pas de caméra utilisable par la page. Continuez sans elle :"}},
	{"busyTitle", [...]string{"The camera is busy", "L’appareil photo est occupé"}},
	{"busyBody", [...]string{
		"Another app or tab seems to be using it. Close that one, then try again. Or go on without it:",
		"Une autre application ou un autre onglet semble l’utiliser. Fermez-le, puis réessayez. Ou continuez sans lui :"}},
	{"insecureTitle", [...]string{"The camera needs a secure address", "L’appareil photo exige une adresse sûre"}},
	{"insecureBody", [...]string{
		"Browsers lend the camera only to pages whose address begins with https. Go on without it:",
		"Les navigateurs ne prêtent l’appareil photo qu’aux pages dont l’adresse commence par https. Continuez sans lui :"}},
	{"cameraTitle", [...]string{"The camera did not start", "L’appareil photo n’a pas démarré"}},
	{"cameraBody", [...]string{
		"Try again, or go on without it:",
		"Réessayez, ou continuez sans lui :"}},
	{"downloadTitle", [...]string{"The download broke off", "Le téléchargement s’est interrompu"}},
	{"downloadBody", [...]string{"Check the connection, then try again.", "Vérifiez la connexion, puis réessayez."}},
	{"weightsTitle", [...]string{"This collection was made for another version", "Cette collection a été faite pour une autre version"}},
	{"weightsBody", [...]string{
		"It cannot be recognised until the museum has rebuilt it. The works can still be seen.",
		"Elle ne peut pas être reconnue avant que le musée l’ait refaite. Les œuvres restent visibles."}},
	{"damagedTitle", [...]string{"The collection arrived damaged", "La collection est arrivée abîmée"}},
	{"damagedBody", [...]string{
		"Try again. If that does not help, please tell the museum.",
		"Réessayez. Si cela n’aide pas, prévenez le musée."}},
	{"refusedTitle", [...]string{"This collection is not shown", "Cette collection n’est pas montrée"}},
	{"refusedBody", [...]string{
		"The page cannot be sure that it is the museum’s own and unchanged. Please tell the staff.",
		"La page ne peut pas s’assurer qu’elle vient du musée, inchangée. Merci de prévenir le personnel."}},
	{"keysMissing", [...]string{
		"For staff: this page names no key of the museum. Export it again with -key.",
		"Pour le personnel : cette page ne nomme aucune clé du musée. Exportez-la de nouveau avec -key."}},
	{"keysSpoiled", [...]string{
		"For staff: the museum’s key in this page is damaged. Export it again with -key.",
		"Pour le personnel : la clé du musée dans cette page est abîmée. Exportez-la de nouveau avec -key."}},
	{"sealMissing", [...]string{
		"For staff: the collection is not signed. Sign it with docent sign and publish it again.",
		"Pour le personnel : la collection n’est pas signée. Signez-la avec docent sign et publiez-la de nouveau."}},
	{"sealSpoiled", [...]string{
		"For staff: the signature, manifest.json.minisig, is damaged. Sign the collection again with docent sign.",
		"Pour le personnel : la signature, manifest.json.minisig, est abîmée. Signez de nouveau la collection avec docent sign."}},
	{"sealStrange", [...]string{
		"For staff: the collection is signed with the key {}, which is none of this page’s.",
		"Pour le personnel : la collection est signée avec la clé {}, qui n’est pas de celles de cette page."}},
	{"sealBroken", [...]string{
		"For staff: the collection is not what was signed with the key {}. Publish it again.",
		"Pour le personnel : la collection n’est pas ce qui a été signé avec la clé {}. Publiez-la de nouveau."}},
	{"partBroken", [...]string{
		"For staff: the part {} is not what was signed. Publish the collection again.",
		"Pour le personnel : la partie {} n’est pas ce qui a été signé. Publiez de nouveau la collection."}},
	{"stoppedTitle", [...]string{"Recognising has stopped", "La reconnaissance s’est arrêtée"}},
	{"stoppedBody", [...]string{
		"Try again. If it stops once more, close other tabs and apps.",
		"Réessayez. Si elle s’arrête encore, fermez d’autres onglets et applications."}},
	{"pictureTitle", [...]string{"This picture cannot be opened", "Cette image ne peut pas être ouverte"}},
	{"pictureBody", [...]string{
		"Choose a JPEG, PNG or WebP picture.",
		"Choisissez une image JPEG, PNG ou WebP."}},
}
