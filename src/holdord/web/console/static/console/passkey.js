// Connects a page's button with the passkey of its form; which one, and how, is told by the button's attributes.
document.addEventListener('DOMContentLoaded', function () {
  const button = document.querySelector('[data-passkey]')
  if (!button) return
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    document.getElementById('passkey-failed').hidden = false
  })
  const ids = { credential: button.dataset.credential, data: 'passkey_told' }
  if (button.dataset.passkey === 'add') {
    window.allauth.webauthn.forms.addForm({ ids: { ...ids, add: button.id } })
  } else {
    window.allauth.webauthn.forms.authenticateForm({ ids: { ...ids, authenticate: button.id } })
  }
})
